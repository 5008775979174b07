namespace Ingest.Actors.Tests.Histories;

/// <summary>An order of the I/Os of two writers of one unit, A and B, of which each may die and be restarted, and of changes of the
/// source between them. The first change of the scenario comes before everything.</summary>
/// <param name="Name">What it is.</param>
/// <param name="RunAsync">Does it, and says whether it went as it is called: false when a writer ended before.</param>
internal sealed record WriterSchedule(string Name, Func<Scheduler, Task<bool>> RunAsync)
{
    /// <summary>The shapes of all schedules with two switches from one writer to the other: A does <c>a</c> I/Os, B does <c>b</c>, and
    /// then both go on to their ends, or one has died and another attempt takes its place. The source changes at each switch; a
    /// writer takes one look at it, so that other moments are the same to it.</summary>
    public static IReadOnlyList<Func<int, int, WriterSchedule>> TwoSwitches { get; } =
    [
        (a, b) => After(a, b, "A ends, B ends", async (writers, first, second) =>
        {
            await writers.EndAsync(first);
            await writers.EndAsync(second);
        }),
        (a, b) => After(a, b, "A is gone, A again ends, B ends", async (writers, first, second) =>
        {
            await writers.KillAsync(first);
            await writers.EndAsync(await writers.StartAsync("A again"));
            await writers.EndAsync(second);
        }),
        (a, b) => After(a, b, "B is gone, B again ends, A ends", async (writers, first, second) =>
        {
            await writers.KillAsync(second);
            await writers.EndAsync(await writers.StartAsync("B again"));
            await writers.EndAsync(first);
        }),
    ];

    /// <summary>A schedule drawn with a seed: at each moment either writer does an I/O, dies or, when it has ended, begins again, and
    /// replies are lost; each writer has three lives.</summary>
    /// <param name="changes">How often the source may change on the way.</param>
    public static WriterSchedule Drawn(int seed, int changes) => new($"seed {seed}", async writers =>
    {
        const int Lives = 3;
        var random = new Random(seed);
        Writer?[] alive = [null, null];
        int[] lives = [Lives, Lives];
        while (alive.Any(writer => writer is not null) || lives.Any(left => left > 0))
        {
            int turn = random.Next(2);
            if (changes > 0 && random.Next(12) == 0)
            {
                changes--;
                writers.ChangeSource();
            }

            if (random.Next(10) == 0)
            {
                await writers.LandAsync(last: random.Next(2) == 0);
            }

            if (alive[turn] is not { } writer)
            {
                alive[turn] = lives[turn]-- > 0 ? await writers.StartAsync($"{(turn == 0 ? 'A' : 'B')}{Lives - lives[turn]}") : null;
            }
            else if (random.Next(30) == 0)
            {
                await writers.KillAsync(writer);
                alive[turn] = null;
            }
            else
            {
                // A few at once, so that writers come far.
                for (int steps = random.Next(1, 8); steps > 0 && writer.Next is not null; steps--)
                {
                    await writers.StepAsync(writer, loseReply: random.Next(40) == 0);
                }

                alive[turn] = writer.Next is null ? null : writer;
            }
        }

        return true;
    });

    private static WriterSchedule After(int a, int b, string then, Func<Scheduler, Writer, Writer, Task> thenAsync) =>
        new($"A {a}, B {b}, {then}", async writers =>
        {
            Writer first = await writers.StartAsync("A");
            bool isAnother = await writers.StepAsync(first, a);
            writers.ChangeSource();
            Writer second = await writers.StartAsync("B");
            isAnother = isAnother && await writers.StepAsync(second, b);
            writers.ChangeSource();
            if (isAnother)
            {
                await thenAsync(writers, first, second);
            }
            else
            {
                await writers.KillAsync(first);
                await writers.KillAsync(second);
            }

            return isAnother;
        });
}
