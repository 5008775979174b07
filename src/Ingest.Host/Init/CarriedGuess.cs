using Ingest.Actors.Paging;

namespace Ingest.Host.Init;

/// <summary>The columns that are taken along with each sample.</summary>
internal static class CarriedGuess
{
    private const int LengthMax = 255;
    private static readonly string[] Sources = ["sensor", "device", "station", "node", "meter", "machine", "deveui", "eui", "tag"];

    /// <param name="look">The table.</param>
    /// <param name="roles">Columns that have a part of their own: key, time, payload, update.</param>
    /// <param name="taken">Names that the lake has already: the time, the partition, channels.</param>
    public static IReadOnlyList<string> Of(TableLook look, IReadOnlySet<string> roles, IEnumerable<string> taken)
    {
        HashSet<string> names = [.. taken];
        return
        [
            .. look.Columns
                .Where(column => !roles.Contains(column.Name) && IsSmall(column))
                .Select(column => column.Name)
                .Where(name => name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && names.Add(name.ToLowerInvariant())),
        ];
    }

    /// <summary>The carried column that says where readings come from: those of one place lie together when rows are sorted by it.</summary>
    public static string? Place(IEnumerable<string> carried) => carried.FirstOrDefault(name => Words.HasAny(name, Sources));

    private static bool IsSmall(LookedColumn column)
    {
        string type = column.Schema.SqlType.ToLowerInvariant();
        return column.Role switch
        {
            null or TypeRole.Bytes => false,
            TypeRole.Text => Length(type) is { } length ? length <= LengthMax : type == "text" && column.Values is { Count: > 0, NullCount: 0 },
            _ => !type.StartsWith("json", StringComparison.Ordinal),
        };
    }

    private static int? Length(string type)
    {
        int open = type.IndexOf('(', StringComparison.Ordinal);
        int close = type.IndexOf(')', StringComparison.Ordinal);
        return open >= 0 && close > open && int.TryParse(type.AsSpan(open + 1, close - open - 1), out int length) ? length : null;
    }
}
