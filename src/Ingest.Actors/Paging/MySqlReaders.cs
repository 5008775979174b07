using System.Data.Common;
using Ingest.Actors.Units;
using Ingest.Codec.Columns;
using Ingest.Codec.Values;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>Readers of MySQL's binary protocol. The driver converts 32-bit integers and copies bytes without allocating;
/// its getters of wider types box one value each.</summary>
internal static class MySqlReaders
{
    public static readonly ColumnReader Int32 = new Int32Reader();
    public static readonly ColumnReader Int64 = new Int64Reader();
    public static readonly ColumnReader UInt64 = new UInt64Reader();
    public static readonly ColumnReader Float = new FloatReader();
    public static readonly ColumnReader Double = new DoubleReader();
    public static readonly ColumnReader WideDecimal = new WideDecimalReader();
    public static readonly ColumnReader Date = new DateReader();
    public static readonly ColumnReader Micros = new MicrosReader();
    public static readonly ColumnReader Bytes = new BytesReader();
    public static readonly ColumnReader Text = new Utf8Reader(marked: false);
    public static readonly ColumnReader CheckedText = new Utf8Reader(marked: true);
    public static readonly ColumnReader Geometry = new GeometryReader();

    /// <summary>DECIMAL(precision, scale) as <see cref="ColumnType.Storage"/> wants it.</summary>
    public static ColumnReader Decimal(ColumnType type) => type.Storage switch
    {
        ColumnStorage.Int32 => new UnscaledInt32Reader(type.Scale),
        ColumnStorage.Int64 => new UnscaledInt64Reader(type.Scale),
        ColumnStorage.Int128 => new UnscaledInt128Reader(type.Scale),
        _ => WideDecimal,
    };

    /// <summary>DATETIME as the wall clock of a zone shows it.</summary>
    public static ColumnReader Local(WallClock clock) => new MicrosReader(clock);

    private sealed class Int32Reader : FixedReader<int>
    {
        protected override int Value(DbDataReader row, int ordinal) => row.GetInt32(ordinal);
    }

    private sealed class Int64Reader : FixedReader<long>
    {
        protected override long Value(DbDataReader row, int ordinal) => row.GetInt64(ordinal);
    }

    private sealed class UInt64Reader : FixedReader<decimal>
    {
        public override object Parameter(DbDataReader row, int ordinal) => ((MySqlDataReader)row).GetUInt64(ordinal);

        protected override decimal Value(DbDataReader row, int ordinal) => ((MySqlDataReader)row).GetUInt64(ordinal);
    }

    private sealed class FloatReader : FixedReader<float>
    {
        protected override float Value(DbDataReader row, int ordinal) => row.GetFloat(ordinal);
    }

    private sealed class DoubleReader : FixedReader<double>
    {
        protected override double Value(DbDataReader row, int ordinal) => row.GetDouble(ordinal);
    }

    private sealed class WideDecimalReader : FixedReader<decimal>
    {
        protected override decimal Value(DbDataReader row, int ordinal) => row.GetDecimal(ordinal);
    }

    private sealed class UnscaledInt32Reader(int scale) : FixedReader<int>
    {
        private readonly decimal _unit = Unit(scale);

        public override object Parameter(DbDataReader row, int ordinal) => row.GetDecimal(ordinal);

        protected override int Value(DbDataReader row, int ordinal) => decimal.ToInt32(row.GetDecimal(ordinal) * _unit);
    }

    private sealed class UnscaledInt64Reader(int scale) : FixedReader<long>
    {
        private readonly decimal _unit = Unit(scale);

        public override object Parameter(DbDataReader row, int ordinal) => row.GetDecimal(ordinal);

        protected override long Value(DbDataReader row, int ordinal) => decimal.ToInt64(row.GetDecimal(ordinal) * _unit);
    }

    /// <summary>More digits than a <see cref="decimal"/> holds: the driver gives their text.</summary>
    private sealed class UnscaledInt128Reader(int scale) : FixedReader<Int128>
    {
        public override object Parameter(DbDataReader row, int ordinal) => ((MySqlDataReader)row).GetMySqlDecimal(ordinal);

        protected override Int128 Value(DbDataReader row, int ordinal) =>
            UnscaledText.Parse(((MySqlDataReader)row).GetMySqlDecimal(ordinal).ToString(), scale);
    }

    private static decimal Unit(int scale)
    {
        decimal unit = 1;
        for (int i = 0; i < scale; i++)
        {
            unit *= 10;
        }

        return unit;
    }
}
