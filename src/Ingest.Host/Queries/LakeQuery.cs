using DuckDB.NET.Data;
using Ingest.Actors.Units;
using Ingest.Host.Output;

namespace Ingest.Host.Queries;

/// <summary>SQL over a lake in a directory: an empty DuckDB in memory with one view a table.</summary>
internal sealed class LakeQuery : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly List<string> _absent = [];
    private readonly TimeProvider _clock;

    private LakeQuery(TimeProvider clock) => _clock = clock;

    /// <exception cref="IngestException">The lake cannot be read.</exception>
    public static LakeQuery Open(string root, IReadOnlyList<TableSpec> tables, TimeProvider clock)
    {
        var query = new LakeQuery(clock);
        try
        {
            query.Prepare(tables.SelectMany(table => LakeView.Of(table, root)));
            return query;
        }
        catch
        {
            query.Dispose();
            throw;
        }
    }

    /// <summary>Runs one SELECT statement and hands its result on while the statement is open.</summary>
    /// <exception cref="IngestException">It is no such statement, or DuckDB refuses it.</exception>
    /// <exception cref="OperationCanceledException"/>
    public void Run(string sql, Action<ResultTable> write, CancellationToken cancellation)
    {
        try
        {
            SelectStatement.Check(_connection, sql);
            using DuckDBCommand command = _connection.CreateCommand();
            command.CommandText = sql;
            using var interrupt = new StatementInterrupt(command, _clock, cancellation);
            using DuckDBDataReader reader = command.ExecuteReader();
            write(new ResultTable(Columns(reader), Rows(reader, cancellation)));
        }
        catch (DuckDBException failure)
        {
            cancellation.ThrowIfCancellationRequested();
            throw IngestException.Permanent(Sentence(failure), failure);
        }
    }

    public void Dispose() => _connection.Dispose();

    private void Prepare(IEnumerable<LakeView> views)
    {
        try
        {
            _connection.Open();
            Execute("SET TimeZone = 'UTC'");
            Execute("SET autoinstall_known_extensions = false");
            foreach (LakeView view in views)
            {
                if (view.Select is null)
                {
                    _absent.Add(view.Name);
                }
                else
                {
                    Execute($"CREATE VIEW \"{view.Name}\" AS {view.Select}");
                }
            }
        }
        catch (Exception failure) when (failure is DuckDBException or IOException or UnauthorizedAccessException)
        {
            throw IngestException.Permanent($"the lake cannot be read: {OneLine(failure.Message)}", failure);
        }
    }

    private void Execute(string sql)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Sentence(DuckDBException failure)
    {
        string sentence = OneLine(failure.Message);
        string? absent = _absent.Find(table => sentence.Contains($"name {table} does not exist", StringComparison.Ordinal));
        return absent is null ? sentence : $"nothing of the table {absent} is in the lake yet";
    }

    /// <summary>DuckDB's message without the picture of the statement that follows it.</summary>
    private static string OneLine(string message) => string.Join(
        ' ',
        message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .TakeWhile(line => !line.StartsWith("LINE ", StringComparison.Ordinal)));

    private static ResultColumn[] Columns(DuckDBDataReader reader) =>
    [
        .. Enumerable.Range(0, reader.FieldCount)
            .Select(i => new ResultColumn(reader.GetName(i), DuckCells.IsNumber(reader.GetDataTypeName(i)))),
    ];

    private static IEnumerable<IReadOnlyList<object?>> Rows(DuckDBDataReader reader, CancellationToken cancellation)
    {
        bool[] instants = new bool[reader.FieldCount];
        for (int i = 0; i < instants.Length; i++)
        {
            instants[i] = DuckCells.IsInstant(reader.GetDataTypeName(i));
        }

        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            object?[] row = new object?[reader.FieldCount];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : DuckCells.Of(Value(reader, i), instants[i]);
            }

            yield return row;
        }
    }

    /// <exception cref="IngestException">The driver has no value for a list that holds NULL.</exception>
    private static object Value(DuckDBDataReader reader, int column)
    {
        try
        {
            return reader.GetProviderSpecificValue(column);
        }
        catch (InvalidCastException failure)
        {
            string name = reader.GetName(column);
            throw IngestException.Permanent(
                $"the column {name} holds a list with NULL in it, which cannot be shown; select to_json({name}) instead", failure);
        }
    }
}
