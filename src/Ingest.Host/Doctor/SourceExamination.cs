using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Ingest.Actors.Paging;
using Ingest.Actors.Units;

namespace Ingest.Host.Doctor;

/// <summary>The database: its name, the way to it, its clock and whether it lags.</summary>
/// <param name="source">The database.</param>
/// <param name="host">Its host's name; null where there is none.</param>
/// <param name="tables">What is to be read from it.</param>
internal sealed class SourceExamination(ISourceDatabase source, string? host, IReadOnlyList<TableSpec> tables, TimeProvider clock)
    : Examination("source")
{
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ResolveWithin = TimeSpan.FromSeconds(10);

    public override async IAsyncEnumerable<Observation> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (host is not null)
        {
            Observation name = await NameAsync(host, cancellation);
            yield return name;
            if (name.Verdict == Verdict.Missing)
            {
                yield return Skipped("login", "the host's name has no address");
                yield break;
            }
        }

        Observation login = await LookAsync("login", async () => Login(await source.ServerAsync(cancellation)));
        yield return login;
        if (login.Verdict == Verdict.Missing)
        {
            yield return Skipped("tables", "the database does not let us in");
            yield break;
        }

        foreach (Observation seen in await MomentAsync(cancellation))
        {
            yield return seen;
        }

        foreach (TableSpec table in tables)
        {
            await foreach (Observation seen in new TableExamination(source, table).RunAsync(cancellation))
            {
                yield return seen;
            }
        }
    }

    private async Task<Observation> NameAsync(string host, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(ResolveWithin);
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, bound.Token);
            return Ok("name", $"{host} is {string.Join(", ", addresses.Take(3))}");
        }
        catch (SocketException failure)
        {
            return Missing("name", $"{host} has no address ({failure.Message}): check the host in Source.Url, and this machine's DNS");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Missing("name", $"no name server answered for {host} within {ResolveWithin.TotalSeconds:0} s: check this machine's DNS");
        }
    }

    private Observation Login(SourceServer server)
    {
        if (server.Tls is { } protocol)
        {
            return Ok("login", $"{source.Name} lets us in: {server.Version}, {protocol}");
        }

        return host is null || IsLoopback(host)
            ? Ok("login", $"{source.Name} lets us in: {server.Version}")
            : Warning("login", $"{source.Name} lets us in: {server.Version}, but the connection is not encrypted");
    }

    private async Task<IReadOnlyList<Observation>> MomentAsync(CancellationToken cancellation)
    {
        try
        {
            await using ISourceSnapshot snapshot = await source.OpenAsync(cancellation);
            return [Clock(snapshot.Clock - clock.GetUtcNow()), Lag(snapshot.Clock - snapshot.Applied)];
        }
        catch (IngestException failure)
        {
            return [Missing("snapshot", failure.Message)];
        }
    }

    private Observation Clock(TimeSpan ahead) => ahead.Duration() <= SkewMax
        ? Ok("clock", string.Create(CultureInfo.InvariantCulture, $"within {Math.Ceiling(ahead.Duration().TotalSeconds):0} s of this machine's"))
        : Warning("clock", string.Create(
            CultureInfo.InvariantCulture,
            $"{ahead.Duration().TotalSeconds:0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's: set both by NTP. Days close ")
            + "by the source's; requests to AWS are signed by this machine's, and refused beyond 5 minutes");

    private Observation Lag(TimeSpan lag)
    {
        if (lag == TimeSpan.Zero)
        {
            return Ok("replication", "no replica, or none that says so");
        }

        string behind = string.Create(CultureInfo.InvariantCulture, $"a replica, at most {lag.TotalSeconds:0} s behind");
        TimeSpan settle = tables.Count == 0 ? TimeSpan.Zero : tables.Min(table => table.Settle);
        return lag <= settle
            ? Ok("replication", behind)
            : Warning("replication", $"{behind}, more than Settle: units stay open until it has caught up");
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
