using System.Data.Common;
using System.Text;
using System.Text.RegularExpressions;
using Ingest.TestKit;

namespace Ingest.Host.Tests.EndToEnd;

/// <summary>MySQL's sample database of 16 tables, loaded as its own scripts say.</summary>
internal static partial class Sakila
{
    /// <summary>Its tables, triggers and rows, into the database's own schema. What a newer MySQL alone would read (a geometry)
    /// is read as well.</summary>
    /// <exception cref="Xunit.SkipException">The scripts are not there.</exception>
    public static async Task LoadAsync(Database database)
    {
        string folder = SharedData.Require("sakila");
        await using DbConnection connection = await database.ConnectAsync();
        await ExecuteAsync(connection, "SET FOREIGN_KEY_CHECKS = 0");
        foreach (string file in new[] { "schema.sql", "data.sql" })
        {
            string script = Newer().Replace(await File.ReadAllTextAsync(Path.Combine(folder, file)), "$1");
            foreach (string statement in Statements(script).Where(statement => Wanted().IsMatch(statement)))
            {
                await ExecuteAsync(connection, statement);
            }
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, string statement)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Each ends with the delimiter at a line's end, which a DELIMITER line changes, as MySQL's own client has it.</summary>
    private static IEnumerable<string> Statements(string script)
    {
        string delimiter = ";";
        var statement = new StringBuilder();
        foreach (string line in script.Split('\n').Select(line => line.TrimEnd()).Where(line => !line.StartsWith("--", StringComparison.Ordinal)))
        {
            if (line.StartsWith("DELIMITER ", StringComparison.Ordinal))
            {
                delimiter = line["DELIMITER ".Length..];
            }
            else if (line.EndsWith(delimiter, StringComparison.Ordinal))
            {
                yield return statement.Append(line.AsSpan(0, line.Length - delimiter.Length)).ToString().Trim();
                statement.Clear();
            }
            else
            {
                statement.Append(line).Append('\n');
            }
        }
    }

    [GeneratedRegex(@"/\*!50705 (.*?)\*/", RegexOptions.Singleline)]
    private static partial Regex Newer();

    /// <summary>No schema of another name, no settings, no views and routines.</summary>
    [GeneratedRegex(@"^(CREATE TABLE|CREATE TRIGGER|INSERT|/\*!\d+ ALTER) ")]
    private static partial Regex Wanted();
}
