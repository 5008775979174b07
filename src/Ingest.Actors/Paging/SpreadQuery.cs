using System.Data.Common;
using System.Globalization;
using System.Text;
using Ingest.Actors.Units;

namespace Ingest.Actors.Paging;

/// <summary>The query that finds the days that a table has rows of, from the time column's index where there is one.</summary>
internal static class SpreadQuery
{
    public static string Sql(SourceTable table, SqlDialect dialect)
    {
        string time = dialect.Quote(table.Time!.Name);
        string noDay = dialect.NoDay(time, table.Spec.Time!.As);
        string rows = $"FROM {dialect.From(table.Layout!.Table, table.Layout.TimeIndex)} WHERE ";
        string Extreme(string aggregate) => dialect.Text($"(SELECT {aggregate}({time}) {rows} NOT ({noDay}))");
        return $"SELECT {Extreme("MIN")}, {Extreme("MAX")}, (SELECT COUNT(*) {rows} {time} IS NULL OR {noDay})";
    }

    public static async Task<TimeSpread> ReadAsync(DbDataReader reader, SourceTable table)
    {
        if (!await reader.ReadAsync())
        {
            throw new InvalidOperationException("An aggregate query gave no row.");
        }

        return new TimeSpread(Day(reader, 0, table), Day(reader, 1, table), reader.GetInt64(2)) { Newest = Newest(reader, table) };
    }

    private static DateTimeOffset? Newest(DbDataReader reader, SourceTable table)
    {
        if (reader.IsDBNull(1))
        {
            return null;
        }

        string text = reader.GetString(1);
        return table.Spec.Time!.As == TimeEncoding.Datetime
            ? IsoTime.TryParseMicros(Encoding.UTF8.GetBytes(text), out long micros) ? Dates.Instant(Instant(table, micros)) : null
            : MicrosOfEpoch(text, table.Spec.Time.As) is { } epoch ? Dates.Instant(epoch) : null;
    }

    private static DateOnly? Day(DbDataReader reader, int ordinal, SourceTable table)
    {
        if (reader.IsDBNull(ordinal))
        {
            return null;
        }

        string text = reader.GetString(ordinal);
        return (table.Spec.Time!.As == TimeEncoding.Datetime ? OfText(table, text) : OfEpoch(text, table.Spec.Time.As))
            ?? throw IngestException.Permanent(
                $"The time column '{table.Time!.Name}' of '{table.Spec.SourceTable}' holds '{text}', which is no time: check "
                + "Time.As, and correct or delete that row.");
    }

    /// <summary>The day whose unit a text lies in. MySQL may hold dates whose month or day is zero: they sort before the first of theirs, and
    /// so in the day before. One that its month does not have sorts after the last that it has.</summary>
    private static DateOnly? OfText(SourceTable table, string text)
    {
        if (table.Time!.Clock is not null && IsoTime.TryParseMicros(Encoding.UTF8.GetBytes(text), out long micros))
        {
            return Dates.Of(Instant(table, micros));
        }

        int[] parts = [.. text[..Math.Min(text.Length, 10)].Split('-')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        return parts switch
        {
            [> 0 and <= 9999 and var year, 0, >= 0] => Before(year, 1),
            [> 0 and <= 9999 and var year, >= 1 and <= 12 and var month, 0] => Before(year, month),
            [> 0 and <= 9999 and var year, >= 1 and <= 12 and var month, >= 1 and <= 31 and var day] =>
                new DateOnly(year, month, Math.Min(day, DateTime.DaysInMonth(year, month))),
            _ => null,
        };
    }

    /// <summary>The day before the first of a month.</summary>
    private static DateOnly? Before(int year, int month) => (year, month) == (1, 1) ? null : new DateOnly(year, month, 1).AddDays(-1);

    private static long Instant(SourceTable table, long micros) => table.Time!.Clock?.Instant(micros) ?? micros;

    private static DateOnly? OfEpoch(string text, TimeEncoding encoding) =>
        MicrosOfEpoch(text, encoding) is { } micros ? Dates.Of(micros) : null;

    private static long? MicrosOfEpoch(string text, TimeEncoding encoding)
    {
        Int128 micros = Int128.Parse(text, CultureInfo.InvariantCulture) * IntervalFilter.MicrosPer(encoding);
        return micros >= Dates.Micros(DateOnly.MinValue) && micros < Dates.Micros(DateOnly.MaxValue) + Dates.MicrosPerDay
            ? (long)micros
            : null;
    }
}
