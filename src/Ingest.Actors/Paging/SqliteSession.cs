using System.Data.Common;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ingest.Actors.Paging;

/// <summary>A connection to a SQLite file. Its driver blocks, so all work is done on threads of the pool.</summary>
internal sealed class SqliteSession : SourceSession
{
    private readonly sqlite3 _handle;

    public SqliteSession(SqliteConnection connection, SourceErrors errors)
        : base(connection, errors)
    {
        _handle = connection.Handle!;
        raw.sqlite3_create_function(
            _handle,
            SqliteDialect.HashFunction,
            -1,
            raw.SQLITE_DETERMINISTIC,
            null,
            static (context, _, values) => raw.sqlite3_result_int64(context, Hash(values)));
    }

    /// <inheritdoc/>
    protected override void Interrupt(DbCommand command) => raw.sqlite3_interrupt(_handle);

    /// <inheritdoc/>
    protected override Task<T> Dispatch<T>(Func<Task<T>> work) => Task.Run(work);

    /// <summary>XXH3 of each value's type, length and bytes, one after the other.</summary>
    private static long Hash(sqlite3_value[] values)
    {
        var hash = new XxHash3();
        Span<byte> head = stackalloc byte[sizeof(int) + sizeof(long)];
        foreach (sqlite3_value value in values)
        {
            int type = raw.sqlite3_value_type(value);
            ReadOnlySpan<byte> bytes = type is raw.SQLITE_TEXT or raw.SQLITE_BLOB ? raw.sqlite3_value_blob(value) : default;
            long number = type switch
            {
                raw.SQLITE_INTEGER => raw.sqlite3_value_int64(value),
                raw.SQLITE_FLOAT => BitConverter.DoubleToInt64Bits(raw.sqlite3_value_double(value)),
                _ => bytes.Length,
            };
            MemoryMarshal.Write(head, type);
            MemoryMarshal.Write(head[sizeof(int)..], number);
            hash.Append(head);
            hash.Append(bytes);
        }

        return (long)hash.GetCurrentHashAsUInt64();
    }
}
