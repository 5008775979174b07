using System.Globalization;
using System.Text;
using Ingest.Codec.Columns;
using Ingest.Host.Sampling.Reference;

namespace Ingest.Benchmarks.Parts;

/// <summary>A kind of Parquet column: values such as sensors give them, and how DuckDB says the same.</summary>
/// <param name="type">The column's type.</param>
/// <param name="value">Makes a value out of a step of a walk.</param>
/// <param name="select">The SQL that gives the value of column <c>v</c> as it was made.</param>
internal sealed class ColumnCase(ColumnType type, Func<ColumnCase.Step, object> value, string select = "v")
{
    private const long FirstTime = 1_609_459_200_000_000;

    public ColumnType Type => type;

    public string Select => select;

    public static ColumnCase Of(string kind) => kind switch
    {
        "int32" => new(ColumnType.Int32, step => (int)step.Level),
        "int64" => new(ColumnType.Int64, step => (step.Number * SampleShape.Sensors) + (long)(step.Noise % 8)),
        "timestamp" => new(
            ColumnType.TimestampMicros,
            step => FirstTime + (step.Number * SampleShape.CadenceMicros) + (long)(step.Noise % 40_000),
            "epoch_us(v)"),
        "decimal-narrow" => new(ColumnType.Decimal(9, 2), step => (int)step.Level, "CAST(v * 100 AS INTEGER)"),
        "decimal-wide" => new(ColumnType.Decimal(28, 6), step => step.Level * 1_000_000_000_000m / 1_000_000m),
        "float" => new(ColumnType.Float, step => step.Level / 100f),
        "double" => new(ColumnType.Double, step => step.Level / 100d),
        "text" => new(ColumnType.Text, step => string.Create(CultureInfo.InvariantCulture, $"sensor-{step.Sensor:D3}-état {step.Level % 7}")),
        "bytes" => new(ColumnType.Binary, step => Convert.ToHexString(BitConverter.GetBytes(step.Noise)), "hex(v)"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of column."),
    };

    /// <summary>Values of sensor after sensor; null where one is missing.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="nulls">Whether a tenth is missing.</param>
    public object?[] Values(int rows, bool nulls)
    {
        var values = new object?[rows];
        var random = new SplitMix64(1);
        int rowsPerSensor = Math.Max(1, rows / SampleShape.Sensors);
        long level = 0;
        for (int row = 0; row < rows; row++)
        {
            int number = row % rowsPerSensor;
            level = number == 0 ? 2_000 + random.Below(1_000) : level + (random.Below(2) * (random.Below(7) - 3));
            object made = value(new Step(row / rowsPerSensor, number, level, random.Next()));
            values[row] = nulls && random.Below(10) == 0 ? null : made;
        }

        return values;
    }

    /// <summary>Appends a value that <see cref="Values"/> made.</summary>
    public static void Append(ColumnBuffer column, object? value)
    {
        switch (value)
        {
            case null:
                column.AppendNull();
                break;
            case int number:
                ((FixedColumn<int>)column).Append(number);
                break;
            case long number:
                ((FixedColumn<long>)column).Append(number);
                break;
            case float number:
                ((FixedColumn<float>)column).Append(number);
                break;
            case double number:
                ((FixedColumn<double>)column).Append(number);
                break;
            case decimal number:
                ((FixedColumn<decimal>)column).Append(number);
                break;
            case string text:
                ((BytesColumn)column).Append(
                    column.Type.Kind == ColumnKind.Text ? Encoding.UTF8.GetBytes(text) : Convert.FromHexString(text));
                break;
        }
    }

    /// <summary>Where a sensor is.</summary>
    /// <param name="Sensor">Which sensor.</param>
    /// <param name="Number">The how manyth of its samples, from 0.</param>
    /// <param name="Level">A slow walk.</param>
    /// <param name="Noise">Anything.</param>
    internal readonly record struct Step(int Sensor, int Number, long Level, ulong Noise);
}
