using System.Data.Common;
using System.Text.RegularExpressions;
using Ingest.Host.Tests.EndToEnd;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Init;

/// <summary>An ordinary database: enums, sets, years, images, a geometry, a table without snapshots.</summary>
public sealed partial class SakilaInitTests
{
    [SkippableFact]
    public async Task What_can_be_copied_is_and_what_cannot_is_told_why()
    {
        string folder = SharedData.Require("sakila");
        await using Installation installation = await Installation.CreateAsync(DatabaseKind.MariaDb);
        await LoadAsync(installation.Source, Path.Combine(folder, "schema.sql"), Path.Combine(folder, "data.sql"));

        await installation.InitAsync().DoneAsync();
        string written = await File.ReadAllTextAsync(installation.Config);
        await installation.RunWrittenAsync("doctor").DoneAsync();
        await installation.RunWrittenAsync("run").DoneAsync();

        Assert.Equal(written, await File.ReadAllTextAsync(installation.Config));
        Assert.Contains("\"actor\": { \"Copy\": true, \"UpdateColumn\": \"last_update\" },", written, StringComparison.Ordinal);
        Assert.Contains("picture holds PNG images, which are copied as they are.", written, StringComparison.Ordinal);
        Assert.Matches(@"The column 'location' of 'address' has the type geometry", written);
        Assert.Contains("// \"address\": {", written, StringComparison.Ordinal);
        Assert.Contains("uses the storage engine MyISAM, which has no consistent snapshots", written, StringComparison.Ordinal);
        foreach (string table in new[] { "actor", "film", "payment", "rental", "staff" })
        {
            string[] there = await installation.Source.QueryAsync($"SELECT COUNT(*) FROM {table}");
            string arrived = await installation.RunWrittenAsync("query", $"SELECT count(*) AS n FROM {table}", "--csv").DoneAsync();
            Assert.Equal(there[0], arrived.Trim().Split('\n')[^1].Trim());
        }
    }

    /// <summary>Tables, views and rows; what a newer MySQL alone would read (the geometry) is read as well.</summary>
    private static async Task LoadAsync(Database source, params string[] files)
    {
        await using DbConnection connection = await source.ConnectAsync();
        foreach (string file in files)
        {
            string script = Newer().Replace(await File.ReadAllTextAsync(file), "$1");
            foreach (Match statement in Wanted().Matches(script))
            {
                await using DbCommand command = connection.CreateCommand();
                command.CommandText = $"SET FOREIGN_KEY_CHECKS = 0; {statement.Value}";
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    [GeneratedRegex(@"/\*!50705 (.*?)\*/", RegexOptions.Singleline)]
    private static partial Regex Newer();

    [GeneratedRegex(@"^(CREATE TABLE|INSERT INTO) .*?(?=;[ \t]*\r?$)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Wanted();
}
