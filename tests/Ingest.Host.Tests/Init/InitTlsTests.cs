using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Init;

/// <summary>Who vouches for the server is said once, to <c>ingest init</c>, and stands in the file that it writes.</summary>
public sealed class InitTlsTests
{
    [SkippableFact]
    public async Task The_certificates_that_init_was_given_are_those_of_the_file_that_it_writes()
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);
        using var right = new CertificateAuthority("right");
        using var wrong = new CertificateAuthority("wrong");
        string rightFile = Path.Combine(installation.Folder, "right.pem");
        string wrongFile = Path.Combine(installation.Folder, "wrong.pem");
        string certificate = Path.Combine(installation.Folder, "server.pem");
        await File.WriteAllTextAsync(rightFile, right.Pem);
        await File.WriteAllTextAsync(wrongFile, wrong.Pem);
        right.Issue(certificate, $"{certificate}.key", "127.0.0.1");
        await using OwnMariaDb server = await OwnMariaDb.StartAsync($"--ssl-cert={certificate}", $"--ssl-key={certificate}.key");
        await server.ExecuteAsync("CREATE TABLE rooms (id INT NOT NULL PRIMARY KEY, name VARCHAR(20))");
        installation.Environment["DB_PASSWORD"] = OwnMariaDb.Password;
        string[] command = ["init", server.Url.OriginalString, "--out", installation.Config, "--tls", "verify-full", "--ca-file"];

        CliResult refused = await installation.VerbAsync([.. command, wrongFile]);
        Assert.NotEqual(0, refused.Exit);
        Assert.Contains("is vouched for by nobody in Source.CaFile", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(installation.Config));

        string said = await installation.VerbAsync([.. command, Path.GetRelativePath(Environment.CurrentDirectory, rightFile)]).DoneAsync();
        string written = await File.ReadAllTextAsync(installation.Config);
        string seen = await installation.RunWrittenAsync("doctor").DoneAsync();

        Assert.Contains("rooms", said, StringComparison.Ordinal);
        Assert.Contains("\"Tls\": \"verify-full\",", written, StringComparison.Ordinal);
        Assert.Contains($"\"CaFile\": \"{rightFile}\",", written, StringComparison.Ordinal);
        Assert.Contains("\"Password\": { \"Env\": \"DB_PASSWORD\" },", written, StringComparison.Ordinal);
        Assert.Contains(", TLSv1.", seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tls off --ca-file server.pem", "leave one of them out")]
    [InlineData("--ca-file no-such-file.pem", "no-such-file.pem")]
    [InlineData("--tls sometimes", "'sometimes'")]
    public async Task What_contradicts_itself_is_refused_before_the_server_is_asked(string options, string sentence)
    {
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.Sqlite);

        CliResult refused = await installation.VerbAsync(
            ["init", "mysql://ingest@no-such-host.invalid/sensors", "--out", installation.Config, .. options.Split(' ')]);

        Assert.Equal(2, refused.Exit);
        Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no-such-host", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(installation.Config));
    }
}
