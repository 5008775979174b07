using System.Text.Json;
using DuckDB.NET.Data;
using Ingest.Actors.Units;

namespace Ingest.Host.Queries;

/// <summary>Tells by DuckDB's own parser whether SQL is one statement that only reads: its serializer takes no others.</summary>
internal static class SelectStatement
{
    /// <exception cref="IngestException">It is not.</exception>
    public static void Check(DuckDBConnection connection, string sql)
    {
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql($1::VARCHAR)::VARCHAR";
        command.Parameters.Add(new DuckDBParameter(sql));
        using JsonDocument parsed = JsonDocument.Parse((string)command.ExecuteScalar()!);
        JsonElement answer = parsed.RootElement;
        if (!answer.GetProperty("error").GetBoolean())
        {
            int statements = answer.GetProperty("statements").GetArrayLength();
            if (statements != 1)
            {
                throw IngestException.Permanent($"query takes one SELECT statement, not {statements}");
            }
        }
        else if (answer.GetProperty("error_type").GetString() == "not implemented")
        {
            throw IngestException.Permanent("query only reads: it takes one SELECT, DESCRIBE, SUMMARIZE or SHOW statement");
        }
        else
        {
            throw IngestException.Permanent($"SQL: {answer.GetProperty("error_message").GetString()}");
        }
    }
}
