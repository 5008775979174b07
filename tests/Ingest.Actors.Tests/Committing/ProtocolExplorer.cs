using System.Collections.Immutable;
using System.Numerics;

namespace Ingest.Actors.Tests.Committing;

/// <summary>How the attempts of an exploration come about.</summary>
internal enum Attempts
{
    /// <summary>Side by side. One that crashed is one that takes no further step.</summary>
    Together,

    /// <summary>Side by side, and each step may also fail or lose its answer.</summary>
    TogetherAndFailing,

    /// <summary>Two writers, each of which may die at any moment; the attempt after the next takes its place when it has ended in
    /// whatever way.</summary>
    Restarted,
}

/// <summary>Walks every interleaving of several attempts at one unit.</summary>
internal sealed class ProtocolExplorer(int attempts, Attempts how, Mutation mutation, LakeModel start)
{
    private const int Writers = 2;

    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<(int Before, string Move)> _reached = [];
    private readonly List<(int From, int To)> _edges = [];
    private readonly Queue<(World World, int Number)> _left = new();

    public int States => _reached.Count;

    public int Moves => _edges.Count;

    /// <summary>The distinct histories, from the start until nobody can move: paths through the graph of states, counted and not
    /// walked one by one.</summary>
    public BigInteger Histories()
    {
        var into = new int[States];
        ILookup<int, int> next = _edges.ToLookup(edge => edge.From, edge => edge.To);
        foreach ((_, int to) in _edges)
        {
            into[to]++;
        }

        // States in an order in which every move leads forward: no history comes back to a state.
        var paths = new BigInteger[States];
        paths[0] = 1;
        BigInteger ended = 0;
        var ready = new Queue<int>([0]);
        int seen = 0;
        for (; ready.TryDequeue(out int state); seen++)
        {
            ended += next.Contains(state) ? 0 : paths[state];
            foreach (int to in next[state])
            {
                paths[to] += paths[state];
                if (--into[to] == 0)
                {
                    ready.Enqueue(to);
                }
            }
        }

        return seen == States ? ended : throw new InvalidOperationException("A history comes back to a state.");
    }

    /// <summary>The states reached, each once.</summary>
    public IEnumerable<World> Explore()
    {
        Reach(new World(start, 0, [.. Enumerable.Range(1, attempts).Select(number => new ModelAttempt($"w{number}"))]), -1, "start");
        while (_left.TryDequeue(out (World World, int Number) next))
        {
            yield return next.World;
            for (int i = 0; i < attempts; i++)
            {
                Move(next.World, next.Number, i);
            }

            foreach (string uploadId in next.World.Lake.Accepted.Keys)
            {
                Reach(next.World with { Lake = next.World.Lake.Land(uploadId) }, next.Number, $"{uploadId} lands");
            }
        }
    }

    /// <summary>How the first state came about in which the lake is not what a committed record says, or which a fresh attempt
    /// could not mend when all writers and those in their places have ended; null when there is none.</summary>
    public string? FindViolation() => Explore()
        .Select(world => (world.Key, Wrong: world.Lake.Disagreement() ?? (how == Attempts.Restarted ? WrongAtTheEnd(world) : null)))
        .Where(found => found.Wrong is not null)
        .Select(found => $"{found.Wrong}: {Trace(_numbers[found.Key])}")
        .FirstOrDefault();

    private static string? WrongAtTheEnd(World world)
    {
        if (!world.Attempts.All(attempt => attempt.Ended))
        {
            return null;
        }

        (LakeModel lake, Phase end) = world.RunAlone();
        return end == Phase.Committed ? lake.Disagreement() : $"a fresh attempt ends {end}";
    }

    private void Move(World world, int from, int number)
    {
        ModelAttempt attempt = world.Attempts[number];
        bool restarted = how == Attempts.Restarted;
        if (attempt.Ended || (restarted && number >= Writers && !world.Attempts[number - Writers].Ended))
        {
            return;
        }

        if (restarted && number + Writers < attempts && attempt.Phase != Phase.Get)
        {
            Reach(world with { Attempts = world.Attempts.SetItem(number, attempt.Die()) }, from, $"{attempt.Token} dies");
        }

        if (attempt.Waits(world.Lake, mutation))
        {
            return;
        }

        (LakeModel lake, int source, ModelAttempt after) = attempt.Step(world.Lake, world.Source, mutation);
        Reach(world with { Lake = lake, Source = source, Attempts = world.Attempts.SetItem(number, after) }, from, $"{attempt.Token} {attempt.Next}");
        if (how == Attempts.TogetherAndFailing && attempt.Phase is Phase.Prepare or Phase.Drop or Phase.Commit)
        {
            ImmutableArray<ModelAttempt> failed = world.Attempts.SetItem(number, attempt.Fail());
            Reach(world with { Attempts = failed }, from, $"{attempt.Token} {attempt.Next} fails");
            Reach(world with { Lake = lake, Attempts = failed }, from, $"{attempt.Token} {attempt.Next} is done and fails");
        }
    }

    private void Reach(World world, int from, string move)
    {
        string key = world.Key;
        if (!_numbers.TryGetValue(key, out int number))
        {
            number = _reached.Count;
            _numbers.Add(key, number);
            _reached.Add((from, move));
            _left.Enqueue((world, number));
        }

        if (from >= 0)
        {
            _edges.Add((from, number));
        }
    }

    private string Trace(int reached)
    {
        List<string> moves = [];
        for (int number = reached; number >= 0; number = _reached[number].Before)
        {
            moves.Add(_reached[number].Move);
        }

        moves.Reverse();
        return string.Join(" | ", moves);
    }
}

/// <summary>A lake, how often its source has changed, and the attempts at one unit of it.</summary>
internal sealed record World(LakeModel Lake, int Source, ImmutableArray<ModelAttempt> Attempts)
{
    /// <summary>Equal for worlds that go on alike: uploads of attempts that ended before they claimed are published by nobody.</summary>
    public string Key =>
        $"{Lake.Record.Tag};{string.Join(',', Lake.Uploads.Keys.Where(IsLive))};{string.Join(',', Lake.Accepted.Keys)};{string.Join(',', Lake.Objects)};{Source};{string.Join(';', Attempts.Select(attempt => attempt.State))}";

    /// <summary>What a fresh attempt makes of it when everybody else has stopped for good.</summary>
    public (LakeModel Lake, Phase End) RunAlone()
    {
        var attempt = new ModelAttempt("w9");
        (LakeModel lake, int source) = (Lake, Source);
        while (!attempt.Ended)
        {
            (lake, source, attempt) = attempt.Step(lake, source, Mutation.None);
        }

        return (lake, attempt.Phase);
    }

    private bool IsLive(string uploadId) => Lake.Accepted.ContainsKey(uploadId)
        || Attempts.Any(attempt => (!attempt.Ended || attempt.Claimed) && uploadId.StartsWith(attempt.Token, StringComparison.Ordinal));
}
