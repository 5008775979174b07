using System.Collections.Immutable;

namespace Ingest.Actors.Tests.Committing;

/// <summary>Walks every interleaving of several attempts at one unit, each step of which may also fail or lose its answer. An
/// attempt that crashed is one that takes no further step.</summary>
internal sealed class ProtocolExplorer(int attempts, bool failures, Mutation mutation, LakeModel start)
{
    private readonly Dictionary<string, (string? Before, string Move)> _seen = [];
    private readonly Queue<(World World, string Key)> _left = new();

    public int States => _seen.Count;

    /// <summary>The states reached, each once.</summary>
    public IEnumerable<World> Explore()
    {
        Reach(new World(start, 0, [.. Enumerable.Range(1, attempts).Select(number => new ModelAttempt($"w{number}"))]), null, "start");
        while (_left.TryDequeue(out (World World, string Key) next))
        {
            yield return next.World;
            for (int i = 0; i < attempts; i++)
            {
                Move(next.World, next.Key, i);
            }
        }
    }

    /// <summary>How the first state came about in which the lake is not what a committed record says; null when there is
    /// none.</summary>
    public string? FindViolation() => Explore()
        .Where(world => world.Lake.Disagreement() is not null)
        .Select(world => $"{world.Lake.Disagreement()}: {Trace(world.Key)}")
        .FirstOrDefault();

    private void Move(World world, string key, int number)
    {
        ModelAttempt attempt = world.Attempts[number];
        if (attempt.Ended)
        {
            return;
        }

        (LakeModel lake, int source, ModelAttempt after) = attempt.Step(world.Lake, world.Source, mutation);
        Reach(world with { Lake = lake, Source = source, Attempts = world.Attempts.SetItem(number, after) }, key, $"{attempt.Token} {attempt.Next}");
        if (failures && attempt.Phase is Phase.Prepare or Phase.Drop or Phase.Commit)
        {
            ImmutableArray<ModelAttempt> failed = world.Attempts.SetItem(number, attempt.Fail());
            Reach(world with { Attempts = failed }, key, $"{attempt.Token} {attempt.Next} fails");
            Reach(world with { Lake = lake, Attempts = failed }, key, $"{attempt.Token} {attempt.Next} is done and fails");
        }
    }

    private void Reach(World world, string? before, string move)
    {
        string key = world.Key;
        if (_seen.TryAdd(key, (before, move)))
        {
            _left.Enqueue((world, key));
        }
    }

    private string Trace(string reached)
    {
        List<string> moves = [];
        for (string? key = reached; key is not null; key = _seen[key].Before)
        {
            moves.Add(_seen[key].Move);
        }

        moves.Reverse();
        return string.Join(" | ", moves);
    }
}

/// <summary>A lake, how often its source has changed, and the attempts at one unit of it.</summary>
internal sealed record World(LakeModel Lake, int Source, ImmutableArray<ModelAttempt> Attempts)
{
    /// <summary>Equal for equal worlds: a record's content follows from its tag and from what its writer had begun with.</summary>
    public string Key =>
        $"{Lake.Record.Tag};{string.Join(',', Lake.Uploads.Keys)};{string.Join(',', Lake.Objects)};{Source};{string.Join(';', Attempts.Select(attempt => attempt.State))}";

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
}
