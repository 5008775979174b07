using System.Globalization;
using System.Text;
using Ingest.Actors.Paging;
using Ingest.Codec.Columns;
using Ingest.Host.Output;

namespace Ingest.Host.Init;

/// <summary>Values of the rows that were looked at.</summary>
internal static class LookedValues
{
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>Such as <c>the 10 rows looked at</c>.</summary>
    public static string Those(int count, string thing) =>
        count == 1 ? $"the only {thing} looked at" : $"the {Counted.Of(count, thing)} looked at";

    /// <summary>Whether the rows that were looked at all have one; without rows, whether the schema says so.</summary>
    public static bool AlwaysThere(this LookedColumn column) =>
        column.Values is { Count: > 0 } values ? values.NullCount == 0 : !column.Schema.Nullable;

    /// <summary>The integers that are there.</summary>
    public static IReadOnlyList<double> Integers(this LookedColumn column) => column.Values switch
    {
        FixedColumn<int> values => [.. Rows(values).Select(row => (double)values.Values[row])],
        FixedColumn<long> values => [.. Rows(values).Select(row => (double)values.Values[row])],
        FixedColumn<decimal> values => [.. Rows(values).Select(row => (double)values.Values[row])],
        _ => [],
    };

    /// <summary>The bytes that are there, each with its row.</summary>
    public static IReadOnlyList<(int Row, byte[] Bytes)> Bytes(this LookedColumn column) => column.Values is BytesColumn values
        ? [.. Rows(values).Select(row => (row, values[row].ToArray()))]
        : [];

    /// <summary>Whether the texts that are there all begin with a date.</summary>
    public static bool AreDates(this LookedColumn column)
    {
        IReadOnlyList<(int Row, byte[] Bytes)> texts = column.Bytes();
        return texts.Count != 0 && texts.All(text => text.Bytes.Length >= DayForm.Length && DateOnly.TryParseExact(
            Encoding.UTF8.GetString(text.Bytes.AsSpan(0, DayForm.Length)), DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
    }

    private static IEnumerable<int> Rows(ColumnBuffer values) => Enumerable.Range(0, values.Count).Where(row => !values.IsNull(row));
}
