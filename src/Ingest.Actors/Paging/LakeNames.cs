using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>Names of source columns, and of tables that have no name of their own, in the lake: lower-case letters, digits and
/// underscores.</summary>
public static class LakeNames
{
    /// <summary>Lower-cased, every other character an underscore.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Create(name.Length, name, static (lake, source) =>
        {
            for (int i = 0; i < lake.Length; i++)
            {
                char lower = char.ToLowerInvariant(source[i]);
                lake[i] = lower is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? lower : '_';
            }
        });
    }

    /// <summary>Refuses columns of the lake that would be told apart no more.</summary>
    internal static void Check(TableSpec table, IEnumerable<SourceColumn> carried)
    {
        Dictionary<string, string> taken = [];
        if (table.IsPartitioned)
        {
            taken[LakeSchema.PartitionColumn] = "the partition column";
        }

        if (table.Payload is { } payload)
        {
            taken[LakeSchema.TimeColumn] = "the time of each sample";
            foreach (string channel in payload.Decoder.Channels.Select(channel => channel.Name))
            {
                taken[channel] = $"the channel '{channel}'";
            }
        }

        foreach (SourceColumn column in carried)
        {
            if (!taken.TryAdd(column.Lake.Name, $"the column '{column.Name}'"))
            {
                throw IngestException.Permanent(
                    $"The column '{column.Name}' of '{table.SourceTable}' would be '{column.Lake.Name}' in the lake, which is "
                    + $"{taken[column.Lake.Name]}: leave one of them out with Exclude, or give it another name with Rename.");
            }
        }
    }
}
