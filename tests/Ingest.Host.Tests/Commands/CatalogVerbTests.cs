namespace Ingest.Host.Tests.Commands;

public sealed class CatalogVerbTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("", "the configuration names no catalog; write Catalog with Kind glue, or take the SQL of `ingest catalog --ddl`")]
    [InlineData("--database x", "--database is for --ddl; the catalog's own is Catalog.Database in the configuration")]
    [InlineData("--table x", "no table 'x' is configured; there is raw_sensor_data, sensors")]
    public async Task What_cannot_be_told_is_refused_with_a_sentence(string arguments, string sentence)
    {
        CliResult result = await _cli.RunAsync("catalog", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, $"ingest: {sentence}"), (result.Exit, result.Error.Trim()));
    }

    [Fact]
    public async Task A_directory_is_nothing_for_athena()
    {
        CliResult result = await _cli.RunAsync("catalog", "--ddl");

        Assert.Equal(
            (2, $"ingest: Athena reads lakes in S3 only, and this one is the directory {_cli.Lake}; `ingest query` reads it"),
            (result.Exit, result.Error.Trim()));
    }
}
