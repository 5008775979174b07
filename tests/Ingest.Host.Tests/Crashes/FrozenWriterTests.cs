using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;
using Xunit.Abstractions;

namespace Ingest.Host.Tests.Crashes;

/// <summary>
/// A writer that is frozen in the middle of its commit, as a virtual machine that is moved or a debugger does it, while
/// another finishes its unit with rows that the frozen one never saw.
/// </summary>
public sealed class FrozenWriterTests(ITestOutputHelper output)
{
    private const string Table = "readings";
    private const int Dates = 70;
    private const int LateRows = 5;
    private const int RoundsMax = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Moments of a commit.</summary>
    public enum Moment
    {
        /// <summary>All uploads are begun, and no record names them.</summary>
        BeforeItsClaim,

        /// <summary>The record is a claim, and not all of its objects are published.</summary>
        BetweenClaimAndPublish,
    }

    [SkippableTheory]
    [InlineData(Moment.BeforeItsClaim, 2)]
    [InlineData(Moment.BetweenClaimAndPublish, 0)]
    [InlineData(Moment.BetweenClaimAndPublish, 2)]
    public async Task Another_finishes_its_unit_and_the_frozen_one_loses(Moment moment, int retries)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sends the signals of Linux");
        await using Installation installation = await Readings.CreateAsync(DatabaseKind.MariaDb);
        await installation.Source.ExecuteAsync("DELETE FROM readings");
        installation.Configuration["Retry"] = JsonNode.Parse($$"""{ "Count": {{retries}}, "First": "1ms" }""");

        // A process that was stopped too early or too late finishes its unit, and another day is tried.
        for (int round = 1; ; round++)
        {
            Assert.True(round <= RoundsMax, $"no process could be frozen {moment} in {RoundsMax} rounds");
            DateTime day = Readings.Day.AddDays(round);
            await AddAsync(installation, day, round * 1000, Dates, late: true);
            using ExecutableProcess frozen = Start(installation, day);
            await FreezeAsync(frozen, installation, moment, day);
            if (IsAt(moment, installation, day))
            {
                output.WriteLine($"frozen {moment} in round {round}, with {Uploads(installation)} of {Dates} uploads unpublished");
                await LosesAsync(frozen, installation, day, round * 1000, retries);
                return;
            }

            frozen.Thaw();
            Assert.Equal(0, (await frozen.EndAsync()).Exit);
        }
    }

    private static async Task LosesAsync(ExecutableProcess frozen, Installation installation, DateTime day, int firstId, int retries)
    {
        await AddAsync(installation, day, firstId + Dates, LateRows, late: false);
        CliResult other = await RunAsync(installation, day);
        LakeState finished = Lake(installation);
        string[] answer = await AnswerAsync(installation);
        frozen.Thaw();
        CliResult lost = await frozen.EndAsync();

        Assert.Equal((0, ""), (other.Exit, other.Error));
        JsonElement others = JsonSerializer.Deserialize<JsonElement>(other.Out);
        Assert.Equal((1, 1, Dates + LateRows), (others.Units().Planned, others.Units().Committed, others.Count("rows")));
        Assert.Contains($"{Name(day)}|{LateRows + 1}", answer);
        Assert.Equal(answer, await AnswerAsync(installation));
        Assert.Equal(finished.Objects, Lake(installation).Objects);
        Assert.True(finished.Records[Name(day)].Same(Lake(installation).Records[Name(day)]));
        Assert.Empty(Lake(installation).Uploads);

        JsonElement result = JsonSerializer.Deserialize<JsonElement>(lost.Out);
        if (retries == 0)
        {
            Assert.Equal(1, lost.Exit);
            Assert.Equal(
                $"ingest: readings/{Name(day)}: its record or objects changed while it was committed, by another process as a rule, so this attempt gave way; the next run looks at it again.\n",
                lost.Error);
            Assert.Equal((1, 0, 0, 1, 0), result.Units());
        }
        else
        {
            Assert.Equal((0, ""), (lost.Exit, lost.Error));
            Assert.Equal((1, 0, 1, 0, 0), result.Units());
        }
    }

    /// <summary>Waits in a tight loop, since the moment is short.</summary>
    private static async Task FreezeAsync(ExecutableProcess process, Installation installation, Moment moment, DateTime day)
    {
        using var bound = new CancellationTokenSource(Patience);
        await Task.Run(() =>
        {
            while (!process.HasEnded && !IsReached(moment, installation, day))
            {
                bound.Token.ThrowIfCancellationRequested();
            }
        });
        if (!process.HasEnded)
        {
            process.Freeze();
        }
    }

    private static bool IsReached(Moment moment, Installation installation, DateTime day) => moment == Moment.BeforeItsClaim
        ? Uploads(installation) >= Dates
        : Claim(installation, day) is { Pending: true } && !IsLocked(installation);

    /// <summary>Whether a process that stands still stands there. Without the lock, which it would keep.</summary>
    private static bool IsAt(Moment moment, Installation installation, DateTime day)
    {
        LakeState lake = Lake(installation);
        Record? claim = lake.Records.GetValueOrDefault(Name(day));
        return !IsLocked(installation) && moment switch
        {
            Moment.BeforeItsClaim => claim is null && lake.Uploads.Count == Dates,
            _ => claim is { Pending: true } && claim.Uploads.Any(lake.Uploads.Contains),
        };
    }

    private static Record? Claim(Installation installation, DateTime day)
    {
        string path = LakeState.RecordPath(installation.Lake, Table, Name(day));
        return File.Exists(path) ? Record.Read(path) : null;
    }

    private static int Uploads(Installation installation)
    {
        string folder = Path.Combine(installation.Lake, "_ingest", ".uploads");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Count() : 0;
    }

    private static bool IsLocked(Installation installation)
    {
        try
        {
            using var held = new FileStream(
                Path.Combine(installation.Lake, "_ingest", ".lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static LakeState Lake(Installation installation) => LakeState.Read(installation.Lake, Table);

    private static async Task<CliResult> RunAsync(Installation installation, DateTime day)
    {
        using ExecutableProcess process = Start(installation, day);
        return await process.EndAsync();
    }

    private static ExecutableProcess Start(Installation installation, DateTime day) => ExecutableProcess.Start(
        installation.Environment, "run", "--table", Table, "--unit", Name(day), "--config", installation.SaveConfiguration(), "--json");

    private static Task<string[]> AnswerAsync(Installation installation) =>
        installation.QueryAsync("SELECT date, count(*) FROM readings GROUP BY date ORDER BY date");

    /// <summary>Rows of one day, a sample each: late ones are of a date each, that day and those before it.</summary>
    private static Task AddAsync(Installation installation, DateTime day, int firstId, int rows, bool late)
    {
        IEnumerable<string> tuples = Enumerable.Range(0, rows).Select(i =>
        {
            string payload = Convert.ToHexString(SingleSample.Of(late ? day.AddDays(-i) : day, firstId + i));
            return string.Create(CultureInfo.InvariantCulture, $"({firstId + i}, 1, '{day:yyyy-MM-dd} 12:00:00', 1, x'{payload}')");
        });
        return installation.Source.ExecuteAsync($"INSERT INTO readings VALUES {string.Join(", ", tuples)}");
    }

    private static string Name(DateTime day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
