using System.Reflection;
using System.Text.RegularExpressions;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Documents;

/// <summary>The page about decoders of one's own is followed word for word: its project is built, without any package, and ingests.</summary>
public sealed partial class ExtendingPageTests
{
    private const string GoldenFile = "acme.golden.json";

    /// <summary>A project as the page says, with the assemblies of this one in place of packages.</summary>
    private const string ContractProject = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="$(Kit)/Ingest.Codec.dll;$(Kit)/Ingest.TestKit.dll;$(Kit)/xunit.*.dll" Private="false" />
          </ItemGroup>
        </Project>
        """;

    [SkippableFact]
    public async Task The_pages_decoder_is_built_and_decodes_what_the_page_says()
    {
        string page = Repository.Read("docs/extending.md");
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        foreach (Match file in PageFile().Matches(page))
        {
            await File.WriteAllTextAsync(Path.Combine(installation.Folder, file.Groups["file"].Value), file.Groups["content"].Value);
        }

        string command = BuildCommand().Match(page).Groups["arguments"].Value;
        await DotnetBuild.RunAsync(installation.Folder, command.Replace("/opt/ingest", AppContext.BaseDirectory.TrimEnd('/'), StringComparison.Ordinal));
        MatchCollection steps = Step().Matches(page);
        foreach (Match step in steps)
        {
            string[] arguments = step.Groups["command"].Value.Split(' ');
            CliResult result = await installation.RunWrittenAsync(arguments[0], arguments[1..]);

            Assert.Equal(Indent().Replace(step.Groups["output"].Value, "").TrimEnd(), (result.Out + result.Error).TrimEnd(), ignoreLineEndingDifferences: true);
        }

        Assert.Equal(2, steps.Count);
        await IngestsAsync(installation);
    }

    [SkippableFact]
    public async Task The_pages_contract_is_built_and_its_decoder_keeps_it()
    {
        string page = Repository.Read("docs/extending.md");
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "Acme.Tests.csproj"), ContractProject);
        string decoder = PageFile().Matches(page).Single(file => file.Groups["file"].Value == "Decoder.cs").Groups["content"].Value;
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "Decoder.cs"), decoder);
        Match contract = Contract().Match(page);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "AcmeContractTests.cs"), contract.Groups["class"].Value);
        await DotnetBuild.RunAsync(folder.Path, $"build -c Release -o built -p:Kit={AppContext.BaseDirectory.TrimEnd('/')}");

        // Where a test runner finds what a project copies to its output.
        await File.WriteAllTextAsync(GoldenFile, contract.Groups["golden"].Value);
        try
        {
            Assert.NotEqual(0, await KeepsAsync(Assembly.LoadFrom(Path.Combine(folder.Path, "built", "Acme.Tests.dll"))));
        }
        finally
        {
            File.Delete(GoldenFile);
        }
    }

    /// <summary>Runs every test of the page's class, as the runner does: an instance each.</summary>
    /// <returns>How many there were.</returns>
    private static async Task<int> KeepsAsync(Assembly built)
    {
        Type tests = built.GetType("AcmeContractTests", throwOnError: true)!;
        MethodInfo[] facts = [.. tests.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null)];
        foreach (MethodInfo fact in facts)
        {
            if (fact.Invoke(Activator.CreateInstance(tests), BindingFlags.DoNotWrapExceptions, null, null, null) is Task running)
            {
                await running;
            }
        }

        return facts.Length;
    }

    private static async Task IngestsAsync(Installation installation)
    {
        await installation.Source.ExecuteAsync("CREATE TABLE messages (id INTEGER PRIMARY KEY, received_at DATETIME NOT NULL, payload BLOB NOT NULL)");
        await installation.Source.ExecuteAsync("CREATE INDEX received ON messages (received_at)");
        await installation.Source.ExecuteAsync("INSERT INTO messages VALUES (1, '2021-01-01 00:01:00', @0)", Convert.FromHexString("5fee660008665fee660aff38"));

        CliResult ingested = await installation.RunWrittenAsync("backfill");
        CliResult asked = await installation.RunWrittenAsync("query", "SELECT count(*) AS n, sum(temperature) AS total FROM weather");

        Assert.True(ingested.Exit == 0, ingested.Error);
        Assert.Contains("19.50", asked.Out, StringComparison.Ordinal);
    }

    [GeneratedRegex("`(?<file>[A-Za-z.]+\\.[a-z]+)`[^\n`]*:\n\n```(xml|csharp|json)\n(?<content>.*?)```", RegexOptions.Singleline)]
    private static partial Regex PageFile();

    [GeneratedRegex("```csharp\n(?<class>[^`]*DecoderContract\n.*?)```\n\n```json\n(?<golden>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Contract();

    [GeneratedRegex("^    dotnet (?<arguments>build [^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex BuildCommand();

    [GeneratedRegex("^    \\$ ingest (?<command>[^\n]*)\n(?<output>(    [^\n$]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex("^    ", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
