using System.Text;
using Ingest.Actors.Committing;
using Ingest.Actors.Decoding;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Ingest.Host.Output;
using Ingest.Host.Output.Progress;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Host.Tests.Output;

public sealed class RunProgressTests
{
    private static readonly TableSpec Table = new() { Name = "t", SourceTable = "t", Path = "t", Key = ["id"] };
    private static readonly Unit Unit = new(Table, UnitInterval.Whole);

    private readonly FakeTimeProvider _clock = new();
    private readonly Reading _reading = new();

    [Fact]
    public void Nothing_is_known_at_the_start()
    {
        RunProgressModel model = Model();
        model.Planned(4);

        Assert.Equal(new RunSnapshot(0, 4, 0, 0, 0, 0, 0, null), model.Snapshot());
    }

    [Fact]
    public void Rates_are_those_of_the_last_ten_seconds()
    {
        RunProgressModel model = Model();
        Advance(model, seconds: 10, rowsPerSecond: 1000, pointsPerSecond: 50_000);
        Assert.Equal((1000, 50_000), Rates(model));

        Advance(model, seconds: 5, rowsPerSecond: 0, pointsPerSecond: 0);
        Assert.Equal((500, 25_000), Rates(model));

        Advance(model, seconds: 5, rowsPerSecond: 0, pointsPerSecond: 0);
        Assert.Equal((0, 0), Rates(model));
    }

    [Fact]
    public void A_unit_whose_turn_did_not_come_has_not_failed()
    {
        RunProgressModel model = Model();
        model.Planned(1);

        model.Ended(new UnitOutcome.Failed(Unit, new IngestFailure(FailureKind.Stopped, "Its turn did not come before the end.")));

        Assert.Equal((1, 0), (model.Snapshot().UnitsDone, model.Snapshot().UnitsFailed));
    }

    [Fact]
    public void The_time_left_follows_from_the_units_that_took_time()
    {
        RunProgressModel model = Model();
        model.Planned(10);
        for (int i = 0; i < 4; i++)
        {
            model.Ended(new UnitOutcome.Unchanged(Unit));
        }

        Assert.Null(model.Snapshot().Remaining);

        _clock.Advance(TimeSpan.FromSeconds(30));
        model.Ended(Committed());
        model.Ended(new UnitOutcome.Failed(Unit, new IngestFailure(FailureKind.Permanent, "broken")));

        RunSnapshot snapshot = model.Snapshot();
        Assert.Equal((6, 10, 1), (snapshot.UnitsDone, snapshot.UnitsPlanned, snapshot.UnitsFailed));
        Assert.Equal(TimeSpan.FromSeconds(60), snapshot.Remaining);
    }

    [Fact]
    public void While_the_catalog_is_told_nothing_else_is_said()
    {
        RunProgressModel model = Model();
        model.Planned(1);
        model.Ended(Committed());
        _clock.Advance(TimeSpan.FromSeconds(10));
        model.TellingCatalog();
        _clock.Advance(TimeSpan.FromSeconds(125));

        Assert.Equal("1/1 units, telling the catalog since 2m 5s", ProgressText.Line(model.Snapshot()));
    }

    [Theory]
    [InlineData(0, 0, 0, 0, null, 0, "0/31 units, 0 rows/s, 0 points/s")]
    [InlineData(12, 0, 84_210, 1_290_000, 130, 3, "12/31 units, 84.2k rows/s, 1.3M points/s, 2m 10s left, 3 rejected")]
    [InlineData(12, 1, 999, 999, 90_000, 0, "12/31 units, 1 failed, 999 rows/s, 999 points/s, 1d 1h left")]
    public void A_snapshot_is_one_line(int done, int failed, double rows, double points, int? seconds, long rejected, string line) => Assert.Equal(
        line,
        ProgressText.Line(new RunSnapshot(done, 31, failed, 0, rejected, rows, points, seconds is { } left ? TimeSpan.FromSeconds(left) : null)));

    [Fact]
    public async Task Where_nobody_watches_a_line_is_written_every_five_seconds()
    {
        await using var error = new AwaitedWriter("points/s");
        await using (RunProgressDisplay display = RunProgressDisplay.Start(new Terminal(TextWriter.Null, error, false), _reading.Meter, _clock))
        {
            display.Progress.Planned(2);
            _clock.Advance(TimeSpan.FromSeconds(4));
            Assert.Equal("", error.ToString());
            _clock.Advance(TimeSpan.FromSeconds(1));
            await error.Seen;
        }

        Assert.Equal("0/2 units, 0 rows/s, 0 points/s", error.ToString().Trim());
    }

    [Fact]
    public async Task A_terminal_sees_the_same_line_live()
    {
        await using var error = new AwaitedWriter("0/2 units, 0 rows/s, 0 points/s");
        await using RunProgressDisplay display = RunProgressDisplay.Start(new Terminal(TextWriter.Null, error, true), _reading.Meter, _clock);
        display.Progress.Planned(2);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await error.Seen;
    }

    /// <summary>Tells when it has been given a text: a display that ends at the very tick says nothing more.</summary>
    private sealed class AwaitedWriter(string awaited) : TextWriter
    {
        private readonly Lock _lock = new();
        private readonly StringBuilder _text = new();
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Encoding Encoding => Encoding.UTF8;

        public Task Seen => _seen.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public override void Write(char value)
        {
            lock (_lock)
            {
                if (_text.Append(value).ToString().EndsWith(awaited, StringComparison.Ordinal))
                {
                    _seen.TrySetResult();
                }
            }
        }

        public override string ToString()
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    private static UnitOutcome.Committed Committed() => new(Unit, default, 1, 1, 1);

    private static (double Rows, double Points) Rates(RunProgressModel model)
    {
        RunSnapshot snapshot = model.Snapshot();
        return (snapshot.RowsPerSecond, snapshot.PointsPerSecond);
    }

    private RunProgressModel Model() => new(_reading.Meter, _clock);

    private void Advance(RunProgressModel model, int seconds, long rowsPerSecond, long pointsPerSecond)
    {
        for (int i = 0; i < seconds; i++)
        {
            _reading.Add(rowsPerSecond, pointsPerSecond);
            _clock.Advance(TimeSpan.FromSeconds(1));
            model.Snapshot();
        }
    }

    /// <summary>A run's reading, without the run.</summary>
    private sealed class Reading
    {
        public RunMeter Meter { get; } = new();

        public void Add(long rows, long points)
        {
            using var batch = new DecodedBatch(new ColumnBatch([]), new ColumnBatch([]), new UnitTally(rows, 0, rows, points, 0), 0);
            Meter.Count(batch);
        }
    }
}
