using System.Data.Common;
using System.Globalization;
using System.Text;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>
/// Reads a unit's pages by keyset: each query begins after the last row of the one before. A query that turns out larger
/// than a page goes on in the next page, and so does one that gives all rows of a table without a key. Until the last page is
/// read or the reader disposed, the snapshot must be asked nothing else.
/// </summary>
internal sealed class RowPager : IPageReader
{
    private readonly SourceSession _session;
    private readonly SourceTable _table;
    private readonly PageQuery _query;
    private readonly PageSize _size;
    private readonly ByteRate? _rate;
    private readonly Func<CancellationToken, Task> _check;
    private readonly Column[] _columns;
    private readonly ColumnReader[] _readers;
    private readonly DbCommand _first;
    private readonly DbCommand _next;

    private DbCommand? _command;
    private DbDataReader? _rows;
    private long _pageBytes;
    private long[]? _changed;
    private long _limit;
    private long _fetched;
    private bool _exhausted;
    private State _state;

    /// <param name="session">Asked for the pages.</param>
    /// <param name="dialect">Its SQL.</param>
    /// <param name="table">Whose rows.</param>
    /// <param name="query">The SQL of the pages.</param>
    /// <param name="size">How large pages are.</param>
    /// <param name="rate">Paid for each page; null: pages come as fast as they can.</param>
    /// <param name="check">Asked of the snapshot before its first page: whether the table is still what it was.</param>
    public RowPager(
        SourceSession session,
        SqlDialect dialect,
        SourceTable table,
        PageQuery query,
        PageSize size,
        ByteRate? rate,
        Func<CancellationToken, Task> check)
    {
        _session = session;
        _table = table;
        _query = query;
        _size = size;
        _rate = rate;
        _check = check;
        _columns = [.. table.Selected.Select(column => column.Lake)];
        _readers = [.. table.Selected.Select(column => dialect.Type(column).Reader)];
        _first = Command(query.First, dialect);
        _next = Command(query.Next, dialect);
    }

    private enum State
    {
        Reading,
        Ended,
        Failed,
    }

    /// <inheritdoc/>
    public async Task<RowPage?> NextAsync(CancellationToken cancellation)
    {
        if (_state == State.Ended)
        {
            return null;
        }

        // A page that failed half-way leaves no place to go on from.
        ObjectDisposedException.ThrowIf(_state == State.Failed, this);
        _state = State.Failed;
        if (_command is null)
        {
            await _check(cancellation);
            _command = _first;
        }

        RowPage? page = _rate is null || _exhausted
            ? await _session.RunAsync(_command, FillAsync, cancellation)
            : await FillAsync(_rate, _command, cancellation);
        _state = page is null ? State.Ended : State.Reading;
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _state = State.Failed;
        if (_rows is { } rows)
        {
            _rows = null;
            await _session.AbandonAsync(_command!, rows);
        }

        await _first.DisposeAsync();
        await _next.DisposeAsync();
    }

    private DbCommand Command(string sql, SqlDialect dialect)
    {
        DbCommand command = _session.Command(sql);
        command.BindInterval(_table, _query.Interval, dialect);
        foreach ((string parameter, object value) in _query.Bounds)
        {
            command.Bind(parameter, value);
        }

        return command;
    }

    private async Task<RowPage?> FillAsync(ByteRate rate, DbCommand command, CancellationToken cancellation)
    {
        long reserved = await _session.InTimeAsync(either => rate.WaitAsync(_size.BytesAim, either), cancellation);
        _pageBytes = 0;
        try
        {
            return await _session.RunAsync(command, FillAsync, cancellation);
        }
        finally
        {
            // What failed half-way is paid for as far as it came.
            rate.Read(_pageBytes, reserved);
        }
    }

    private async Task<RowPage?> FillAsync()
    {
        var batch = new ColumnBatch(_columns);
        _changed = null;
        while (!_exhausted && batch.Count == 0)
        {
            _rows ??= await QueryAsync();
            await ReadRowsAsync(_rows, batch);
        }

        return batch.Count == 0 ? null : new RowPage(_table, batch) { Changed = _changed ?? [] };
    }

    private async Task<DbDataReader> QueryAsync()
    {
        _limit = _query.IsPaged ? _size.Rows : long.MaxValue;
        _fetched = 0;
        DbCommand command = _command!;
        if (_query.IsPaged)
        {
            command.Bind(PageQuery.Limit, _limit);
        }

        await command.PrepareAsync();
        return await command.ExecuteReaderAsync();
    }

    /// <summary>Appends rows until the page is full or the query at its end.</summary>
    private async Task ReadRowsAsync(DbDataReader rows, ColumnBatch batch)
    {
        BytesColumn[] variable = [.. Enumerable.Range(0, _columns.Length).Select(i => batch[i]).OfType<BytesColumn>()];
        int rowBytes = Enumerable.Range(0, _columns.Length).Sum(i => batch[i].RowBytes);
        _pageBytes = 0;
        while (await rows.ReadAsync())
        {
            Append(rows, batch);
            if (++_fetched == _limit)
            {
                Remember(rows);
            }

            _pageBytes = (long)rowBytes * batch.Count;
            foreach (BytesColumn column in variable)
            {
                _pageBytes += column.ByteCount;
            }

            if (_pageBytes >= _size.BytesMax)
            {
                _size.Saw(batch.Count, _pageBytes);
                return;
            }
        }

        _size.Saw(batch.Count, _pageBytes);
        await rows.DisposeAsync();
        _rows = null;
        _command = _next;
        _exhausted = _fetched < _limit;
    }

    private void Append(DbDataReader row, ColumnBatch batch)
    {
        int column = 0;
        try
        {
            for (; column < _readers.Length; column++)
            {
                if (!_readers[column].Append(row, column, batch[column]))
                {
                    (_changed ??= new long[_readers.Length])[column]++;
                }
            }
        }
        catch (Exception e) when (e is ColumnValueException or InvalidCastException or OverflowException or FormatException)
        {
            throw Misfit(_table.Selected[column], e is ColumnValueException ? e.Message : "holds a value that does not fit its type", row, e);
        }
    }

    private IngestException Misfit(SourceColumn column, string reason, DbDataReader row, Exception cause) => IngestException.Permanent(
        $"The column '{column.Name}' ({column.SqlType}) of '{_table.Layout!.Table}' {reason} "
        + $"{(_table.Key.Count == 0 ? "in a row" : $"in the row with the key {KeyOf(row)}")}: correct that row.",
        cause);

    private void Remember(DbDataReader row)
    {
        foreach (CursorColumn column in _query.Cursor)
        {
            try
            {
                _next.Bind(column.Parameter, column.Reader.Parameter(row, column.Ordinal));
            }
            catch (ColumnValueException e)
            {
                throw Misfit(column.Source, e.Message, row, e);
            }
        }
    }

    private string KeyOf(DbDataReader row) => string.Join(",", _table.Key.Select(position => row.GetValue(position) switch
    {
        byte[] bytes when _columns[position].Type.Kind == ColumnKind.Text => Encoding.UTF8.GetString(bytes),
        byte[] bytes => Convert.ToHexString(bytes),
        MySqlDateTime time => ServerTime.Text(time),
        object value => Convert.ToString(value, CultureInfo.InvariantCulture),
    }));
}
