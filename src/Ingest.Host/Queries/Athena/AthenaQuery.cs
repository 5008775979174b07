using System.Runtime.CompilerServices;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Athena;
using Ingest.Actors.Catalogs;
using Ingest.Actors.Units;
using Ingest.Host.Output;

namespace Ingest.Host.Queries.Athena;

/// <summary>SQL over a lake in S3, which Athena answers.</summary>
internal sealed class AthenaQuery
{
    private const int PageRows = 1000;
    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(5);

    /// <summary>After an interruption.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(5);

    private readonly AmazonAthenaClient _athena;
    private readonly CatalogSpec.Glue _catalog;
    private readonly TimeProvider _clock;

    public AthenaQuery(AwsSpec aws, CatalogSpec.Glue catalog, TimeProvider clock)
    {
        _athena = new AmazonAthenaClient(aws, clock);
        _catalog = catalog;
        _clock = clock;
    }

    /// <summary>Runs one statement that reads, and hands its result on page by page.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="write">Takes the result, and the bytes that Athena scanned for it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">It is no such statement, or Athena refuses it.</exception>
    /// <exception cref="OperationCanceledException">The query was ended in Athena too.</exception>
    public async Task RunAsync(string sql, Action<ResultTable, long> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        AthenaStatement.Check(sql);
        string id = await StartAsync(sql, cancellation);
        QueryExecution done = await FollowAsync(id, cancellation);
        if (done.Status!.State != QueryExecutionState.SUCCEEDED)
        {
            throw IngestException.Permanent(done.Status.State == QueryExecutionState.FAILED
                ? $"Athena: {Reason(done)}"
                : $"Athena: somebody cancelled the query ({Reason(done)})");
        }

        GetQueryResultsResponse first = await PageAsync(id, null, cancellation);
        List<ColumnInfo> columns = first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
        var result = new ResultTable(
            [.. columns.Select(AthenaCells.Column)],
            RowsAsync(id, first, columns, cancellation).ToBlockingEnumerable(cancellation));
        write(result, done.Statistics?.DataScannedInBytes ?? 0);
    }

    /// <summary>Starts it. Its answer is waited for though whoever asked has had enough, if not for long: only who knows the query can
    /// end it, and it would go on, and cost.</summary>
    /// <returns>The query's name.</returns>
    /// <exception cref="IngestException">Athena refuses it, or does not say whether it was started.</exception>
    private async Task<string> StartAsync(string sql, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var request = new StartQueryExecutionRequest
        {
            ClientRequestToken = Guid.NewGuid().ToString("N"),
            QueryString = sql,
            QueryExecutionContext = new QueryExecutionContext { Database = _catalog.Database },
            ResultConfiguration = _catalog.Output is { } output ? new ResultConfiguration { OutputLocation = output } : null,
            WorkGroup = _catalog.Workgroup,
        };
        using var bound = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _clock);
        await using CancellationTokenRegistration interrupted = cancellation.Register(() => bound.CancelAfter(StartWithin));
        try
        {
            return (await _athena.StartQueryExecutionAsync(request, bound.Token)).QueryExecutionId!;
        }
        catch (OperationCanceledException failure)
        {
            throw IngestException.Permanent(
                $"Interrupted before Athena said whether the query was started: it may go on in the workgroup {_catalog.Workgroup}.", failure);
        }
    }

    /// <summary>Waits for its end. Where that fails, it is ended: it would go on, and cost, without anybody who waits for it.</summary>
    private async Task<QueryExecution> FollowAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await EndAsync(id, cancellation);
        }
        catch (Exception failure)
        {
            await StopAsync(id, failure);
            throw;
        }
    }

    /// <exception cref="IngestException">It could not be stopped.</exception>
    private async Task StopAsync(string id, Exception cause)
    {
        using var bound = new CancellationTokenSource(StopWithin, _clock);
        try
        {
            await _athena.StopQueryExecutionAsync(new StopQueryExecutionRequest { QueryExecutionId = id }, bound.Token);
        }
        catch (Exception left) when (left is IngestException or OperationCanceledException)
        {
            throw IngestException.Permanent(
                $"{cause.Message.TrimEnd('.')}. The query {id} could not be stopped and may go on in Athena ({left.Message.TrimEnd('.')}).",
                new AggregateException(cause, left));
        }
    }

    private async Task<QueryExecution> EndAsync(string id, CancellationToken cancellation)
    {
        for (TimeSpan pause = FirstPoll; ; pause = pause * 1.5 < LongestPoll ? pause * 1.5 : LongestPoll)
        {
            GetQueryExecutionResponse answer = await _athena.GetQueryExecutionAsync(
                new GetQueryExecutionRequest { QueryExecutionId = id }, cancellation);
            if (answer.QueryExecution is
                {
                    Status.State: QueryExecutionState.SUCCEEDED or QueryExecutionState.FAILED or QueryExecutionState.CANCELLED,
                } ended)
            {
                return ended;
            }

            await Task.Delay(pause, _clock, cancellation);
        }
    }

    private static string Reason(QueryExecution query) =>
        (query.Status?.StateChangeReason ?? query.Status?.AthenaError?.ErrorMessage ?? "no reason was given").ReplaceLineEndings(" ").Trim();

    private Task<GetQueryResultsResponse> PageAsync(string id, string? token, CancellationToken cancellation) => _athena.GetQueryResultsAsync(
        new GetQueryResultsRequest { QueryExecutionId = id, NextToken = token, MaxResults = PageRows }, cancellation);

    private async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(
        string id, GetQueryResultsResponse first, List<ColumnInfo> columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IEnumerable<Row> rows = first.ResultSet?.Rows ?? [];
        rows = IsHeader(rows.FirstOrDefault(), columns) ? rows.Skip(1) : rows;
        for (GetQueryResultsResponse page = first; ;)
        {
            foreach (Row row in rows)
            {
                yield return [.. columns.Select((column, i) => AthenaCells.Of(column.Type, row.Data?.ElementAtOrDefault(i)?.VarCharValue))];
            }

            if (page.NextToken is not { } next)
            {
                yield break;
            }

            page = await PageAsync(id, next, cancellation);
            rows = page.ResultSet?.Rows ?? [];
        }
    }

    /// <summary>The first row of a SELECT names the columns; that of a SHOW does not.</summary>
    private static bool IsHeader(Row? row, List<ColumnInfo> columns) =>
        row?.Data is { } cells && cells.Select(cell => cell.VarCharValue).SequenceEqual(columns.Select(column => column.Name));
}
