using System.Globalization;
using Ingest.Actors.Aws;
using Ingest.Actors.Aws.Glue;
using Ingest.Actors.Units;

namespace Ingest.Actors.Catalogs;

/// <summary>How patiently a crawl is waited for.</summary>
/// <param name="First">About the time between the first two looks; each later one is half as much again.</param>
/// <param name="Longest">No time between two looks is longer.</param>
/// <param name="Begins">A crawler that is ready is seen to run, or tells of the crawl that has ended, within this.</param>
/// <param name="All">Waiting for others' crawls and for one's own takes no longer.</param>
/// <param name="Jitter">0 to 1, another each time.</param>
public sealed record CrawlLimits(TimeSpan First, TimeSpan Longest, TimeSpan Begins, TimeSpan All, Func<double> Jitter)
{
    public static CrawlLimits Default { get; } = new(
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2), Random.Shared.NextDouble);
}

/// <summary>Runs a crawler once, from its start to its end.</summary>
/// <param name="glue">The client.</param>
/// <param name="spec">The crawler, its database, and how often it may be started.</param>
/// <param name="clock">Waits.</param>
/// <param name="limits">How patiently.</param>
internal sealed class GlueCrawl(AmazonGlueClient glue, CatalogSpec.Glue spec, TimeProvider clock, CrawlLimits limits)
{
    private string Name => spec.Crawler!;

    /// <summary>Starts the crawler and waits until it has crawled. A crawl that is under way may have passed the new objects by: it is waited for,
    /// and another one started unless it has found what was wanted: it may be the one that this run started, and of which it was not told.</summary>
    /// <param name="isDone">Whether the catalog has what is wanted.</param>
    /// <param name="cancellation">Abandons it; a crawl goes on.</param>
    /// <returns>Null; or why it was not started yet.</returns>
    /// <exception cref="IngestException">The crawl failed, or did not end.</exception>
    public async Task<string?> RunAsync(Func<CancellationToken, Task<bool>> isDone, CancellationToken cancellation)
    {
        long begun = clock.GetTimestamp();
        Crawler before = await LookAsync(cancellation);
        bool waited = false;
        while (true)
        {
            CheckInTime(begun, before);
            if (before.State == CrawlerState.READY)
            {
                if (waited)
                {
                    if (await isDone(cancellation))
                    {
                        return null;
                    }
                }
                else if (TooSoon(before) is { } notice)
                {
                    return notice;
                }

                if (await StartAsync(cancellation))
                {
                    break;
                }
            }

            waited = true;
            before = await WaitAsync(begun, crawler => crawler.State == CrawlerState.READY, null, cancellation);
        }

        DateTime? last = before.LastCrawl?.StartTime;
        Crawler after = await WaitAsync(
            begun, crawler => crawler.State == CrawlerState.READY && crawler.LastCrawl?.StartTime != last, last, cancellation);
        return after.LastCrawl?.Status == LastCrawlStatus.SUCCEEDED ? null : throw Failed(after.LastCrawl);
    }

    private string? TooSoon(Crawler crawler)
    {
        if (crawler.LastCrawl?.StartTime is not { } last)
        {
            return null;
        }

        TimeSpan since = clock.GetUtcNow().UtcDateTime - last.ToUniversalTime();
        return since >= spec.MinInterval
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"The crawler {Name} was started {since.TotalMinutes:0} minutes ago, and is started every {spec.MinInterval.TotalMinutes:0} "
                + $"minutes at most (Catalog.MinInterval): a later run makes up for it.");
    }

    /// <returns>False: it is running already.</returns>
    private async Task<bool> StartAsync(CancellationToken cancellation)
    {
        try
        {
            await glue.StartCrawlerAsync(new StartCrawlerRequest { Name = Name }, cancellation);
            return true;
        }
        catch (IngestException failure) when (failure.Says(GlueErrors.CrawlerRunning))
        {
            return false;
        }
    }

    private async Task<Crawler> LookAsync(CancellationToken cancellation)
    {
        GetCrawlerResponse answer = await glue.GetCrawlerAsync(new GetCrawlerRequest { Name = Name }, cancellation);
        Crawler crawler = answer.Crawler ?? throw IngestException.Transient($"Glue says nothing of the crawler {Name}. Run again.");
        return crawler.DatabaseName == spec.Database
            ? crawler
            : throw IngestException.Permanent(
                $"The crawler {Name} writes to the database {crawler.DatabaseName}, and Catalog.Database is {spec.Database}; change one of them.");
    }

    private async Task<Crawler> WaitAsync(
        long begun, Func<Crawler, bool> isOver, DateTime? last, CancellationToken cancellation)
    {
        TimeSpan delay = limits.First;
        long waiting = clock.GetTimestamp();
        while (true)
        {
            await Task.Delay(delay * (0.5 + (limits.Jitter() / 2)), clock, cancellation);
            Crawler crawler = await LookAsync(cancellation);
            if (isOver(crawler))
            {
                return crawler;
            }

            if (crawler.State != CrawlerState.READY)
            {
                // It tells of a crawl a while after it has ended.
                waiting = clock.GetTimestamp();
            }
            else if (clock.GetElapsedTime(waiting) > limits.Begins)
            {
                throw IngestException.Permanent(
                    $"The crawler {Name} was started and does not run; its last crawl is of {last:u}. Look at it in Glue's console.");
            }

            CheckInTime(begun, crawler);
            delay = delay * 1.5 < limits.Longest ? delay * 1.5 : limits.Longest;
        }
    }

    /// <exception cref="IngestException">It has been waited for long enough. One may be ready all the time and never be started.</exception>
    private void CheckInTime(long begun, Crawler crawler)
    {
        if (clock.GetElapsedTime(begun) > limits.All)
        {
            throw IngestException.Permanent(string.Create(
                CultureInfo.InvariantCulture,
                $"The crawler {Name} is still {crawler.State} after {limits.All.TotalMinutes:0} minutes; the lake is complete, and the next "
                + $"run asks the catalog again."));
        }
    }

    /// <summary>Crawls cost money: the next run starts it again, not this one.</summary>
    private IngestException Failed(LastCrawlInfo? crawl)
    {
        string said = string.IsNullOrWhiteSpace(crawl?.ErrorMessage) ? "" : $": {crawl.ErrorMessage.Trim().TrimEnd('.')}";
        string log = crawl?.LogGroup is null ? "" : $" Its log is {crawl.LogGroup}, {crawl.LogStream}.";
        return IngestException.Permanent(
            $"The crawler {Name} ended as {crawl?.Status ?? "nothing"}{said}. The lake is complete, and the next run starts it again.{log}");
    }
}
