using System.Collections.Immutable;
using System.Numerics;
using Ingest.Codec.Columns;

namespace Ingest.Actors.Decoding;

/// <summary>How many values of which columns of the lake are not what the source holds. Immutable; those of parts add up to the
/// whole's.</summary>
public readonly struct ChangedValues : IEquatable<ChangedValues>, IAdditionOperators<ChangedValues, ChangedValues, ChangedValues>
{
    private readonly ImmutableDictionary<Column, long>? _counts;

    private ChangedValues(ImmutableDictionary<Column, long> counts) => _counts = counts;

    /// <summary>All of them.</summary>
    public long Total => _counts?.Values.Sum() ?? 0;

    /// <summary>The columns that have any, by name.</summary>
    public IEnumerable<(Column Column, long Count)> Columns => (_counts ?? ImmutableDictionary<Column, long>.Empty)
        .Select(count => (count.Key, count.Value))
        .OrderBy(count => count.Key.Name, StringComparer.Ordinal);

    /// <summary>Counts by the columns' names; null where there are none.</summary>
    public IReadOnlyDictionary<string, long>? ByName =>
        _counts is null ? null : new SortedDictionary<string, long>(_counts.ToDictionary(count => count.Key.Name, count => count.Value), StringComparer.Ordinal);

    public static bool operator ==(ChangedValues left, ChangedValues right) => left.Equals(right);

    public static bool operator !=(ChangedValues left, ChangedValues right) => !left.Equals(right);

    public static ChangedValues operator +(ChangedValues left, ChangedValues right)
    {
        if (left._counts is null || right._counts is null)
        {
            return left._counts is null ? right : left;
        }

        ImmutableDictionary<Column, long>.Builder sum = left._counts.ToBuilder();
        foreach ((Column column, long count) in right._counts)
        {
            sum[column] = sum.GetValueOrDefault(column) + count;
        }

        return new ChangedValues(sum.ToImmutable());
    }

    /// <summary>That many values of a column.</summary>
    public static ChangedValues Of(Column column, long count) =>
        count == 0 ? default : new ChangedValues(ImmutableDictionary<Column, long>.Empty.Add(column, count));

    /// <inheritdoc/>
    public bool Equals(ChangedValues other) =>
        ReferenceEquals(_counts, other._counts)
        || (_counts is not null && other._counts is not null && _counts.Count == other._counts.Count
            && _counts.All(count => other._counts.TryGetValue(count.Key, out long others) && others == count.Value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ChangedValues other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Total.GetHashCode();
}
