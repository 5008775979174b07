using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Host.Tests.Commands;
using Ingest.Host.Tests.EndToEnd;

namespace Ingest.Host.Tests.Crashes;

/// <summary>
/// <c>ingest backfill</c> as a process, killed again and again while its source changes, and resumed until all is done. After
/// each kill the lake holds whole files only, each of a claim or a commit; when all is done it is a clean run's.
/// </summary>
internal sealed class CrashRuns : IDisposable
{
    private const double ChangeShare = 0.7;
    private const double ResumeShare = 0.1;
    private const double FreshShare = 0.3;

    // Moments by kind, with about as many changes as a run of everything makes. A record is written when a unit is claimed and
    // when it is done, which are short moments and many things to go wrong.
    private static readonly (LakeChange Kind, int Max)[] Moments =
    [
        (LakeChange.Any, 200),
        (LakeChange.Upload, 40),
        (LakeChange.Object, 40),
        (LakeChange.Record, 6),
        (LakeChange.Record, 6),
    ];

    private readonly Installation _installation;
    private readonly Random _random;
    private readonly ChangingSource _source;
    private readonly ParquetFiles _parquet = new();
    private readonly Dictionary<string, HashSet<string>> _claimed = [];
    private TimeSpan _wholeRun;

    public CrashRuns(Installation installation, int seed)
    {
        _installation = installation;
        _random = new Random(seed);
        _source = new ChangingSource(installation, _random);
        Report = new CrashReport(seed);
    }

    public CrashReport Report { get; }

    /// <summary>Kills processes until so many have died.</summary>
    /// <param name="kills">How many.</param>
    /// <param name="progress">Called after each process, killed or done.</param>
    public async Task RunAsync(int kills, Action progress)
    {
        await _source.CreateAsync();
        await MeasureAsync();
        while (Report.Kills < kills)
        {
            bool ended = !await KillAsync();
            progress();
            if (ended || _random.NextDouble() < ResumeShare)
            {
                await FinishAsync(ended);
                await _source.ChangeAsync();
            }
            else if (_random.NextDouble() < ChangeShare)
            {
                await _source.ChangeAsync();
            }
        }

        await FinishAsync(ended: false);
    }

    public void Dispose() => _parquet.Dispose();

    /// <summary>How long a run of everything takes on this machine.</summary>
    private async Task MeasureAsync()
    {
        Directory.CreateDirectory(_installation.Lake);
        long begun = TimeProvider.System.GetTimestamp();
        using ExecutableProcess process = Start();
        CheckEnd(await process.EndAsync());
        _wholeRun = TimeProvider.System.GetElapsedTime(begun);
        StartAfresh();
    }

    /// <summary>One process and its death. False when it was done before.</summary>
    private async Task<bool> KillAsync()
    {
        Report.Attempts++;
        LakeState before = State();
        using KillMoment moment = NextMoment();
        using ExecutableProcess process = Start();
        if (!await moment.KillAsync(process))
        {
            CheckEnd(await process.EndAsync());
            return false;
        }

        LakeState after = State();
        Report.Killed(CrashPhases.Between(before, after), _wholeRun);
        CheckObjects(after);
        return true;
    }

    /// <summary>
    /// Half of the moments are times, even over a whole run, most of which is the start of the process; the others are
    /// changes of one kind, so that every phase has its share. A resumed run often has little to do: few changes are likelier.
    /// </summary>
    private KillMoment NextMoment()
    {
        int moment = _random.Next(2 * Moments.Length);
        double share = _random.NextDouble();
        return moment < Moments.Length
            ? KillMoment.AtChange(_installation.Lake, Moments[moment].Kind, 1 + (int)(Moments[moment].Max * share * share))
            : KillMoment.After(_installation.Lake, _wholeRun * share);
    }

    /// <summary>Resumes, and compares with a clean run of the source as it is now.</summary>
    /// <param name="ended">Whether a process has come to its end already since the source last changed.</param>
    private async Task FinishAsync(bool ended)
    {
        if (!ended)
        {
            using ExecutableProcess process = Start();
            CheckEnd(await process.EndAsync());
        }

        LakeState resumedState = State();
        CheckObjects(resumedState);
        Assert.DoesNotContain(resumedState.Records.Values, record => record.Pending);
        await CheckAnswersAsync();

        string clean = $"clean-{Report.Resumes + 1}";
        _installation.Configuration["Lake"]!["Root"] = clean;
        await _installation.JsonAsync(0, "backfill");
        await CheckAnswersAsync();
        _installation.Configuration["Lake"]!["Root"] = "lake";
        string cleanRoot = Path.Combine(_installation.Folder, clean);
        Assert.Equal(
            LakeState.Read(cleanRoot, ChangingSource.Table).Objects,
            resumedState.Objects.Where(made => _parquet.Rows(Path.Combine(_installation.Lake, made.Key)) > 0));
        Directory.Delete(cleanRoot, recursive: true);

        Report.Resumes++;
        Report.LeftUploads(resumedState.Uploads.Count);
        if (_random.NextDouble() < FreshShare)
        {
            StartAfresh();
        }
    }

    private static void CheckEnd(CliResult ended)
    {
        Assert.Equal((0, ""), (ended.Exit, ended.Error));
        var units = JsonSerializer.Deserialize<JsonElement>(ended.Out).Units();
        Assert.Equal(units.Planned, units.Committed + units.Unchanged);
    }

    /// <summary>Every object is whole, and one that a record claimed for its key; those of a committed record are its own.</summary>
    private void CheckObjects(LakeState state)
    {
        foreach ((string key, string hash) in state.Records.Values.SelectMany(record => record.Objects))
        {
            if (!_claimed.TryGetValue(key, out HashSet<string>? hashes))
            {
                _claimed.Add(key, hashes = []);
            }

            hashes.Add(hash);
        }

        foreach ((string key, string hash) in state.Objects)
        {
            Assert.True(_claimed.GetValueOrDefault(key)?.Contains(hash) == true, $"{key} is what no record ever claimed");
            _ = _parquet.Rows(Path.Combine(_installation.Lake, key));
        }

        foreach ((string unit, Record record) in state.Records.Where(record => !record.Value.Pending))
        {
            Assert.True(
                record.Objects.All(made => state.Objects.GetValueOrDefault(made.Key) == made.Value),
                $"the lake is not what the committed record of {unit} says");
        }
    }

    /// <summary>Sizes that must not change the lake are other ones each time.</summary>
    private ExecutableProcess Start()
    {
        _installation.Configuration["Engine"] = JsonNode.Parse(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{ "UnitParallelism": {{_random.Next(1, 3)}}, "PageBytes": {{1024 << _random.Next(10)}} }"""));
        return ExecutableProcess.Start(
            _installation.Environment, "backfill", "--config", _installation.SaveConfiguration(), "--json");
    }

    private void StartAfresh()
    {
        Directory.Delete(_installation.Lake, recursive: true);
        Directory.CreateDirectory(_installation.Lake);
        _claimed.Clear();
    }

    private LakeState State() => LakeState.Read(_installation.Lake, ChangingSource.Table);

    private async Task CheckAnswersAsync()
    {
        Assert.Equal(_source.Samples, await _installation.QueryAsync(ChangingSource.SamplesSql));
        Assert.Equal(_source.Rejects, await _installation.QueryAsync(ChangingSource.RejectsSql));
    }
}
