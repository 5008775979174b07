using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>
/// Appends one number of a field to its column: conversion and column in one call, as many payloads have one sample. It says of no
/// number what is wrong with it; who is told that it is none has it said by <see cref="Conversion"/> and <see cref="ColumnWriter"/>.
/// </summary>
internal abstract class RowWriter(int column)
{
    protected int Column { get; } = column;

    /// <summary>What does the same as a conversion and a writer of columns.</summary>
    public static RowWriter Of(int column, FieldPlan field, ColumnWriter writer) => (writer, field.Conversion) switch
    {
        (Int32Writer, NumberConversion number) => new NumberRow<int>(column, number),
        (Int64Writer, NumberConversion number) => new NumberRow<long>(column, number),
        (Int64Writer, IdentityConversion) => new NumberRow<long>(column, new NumberConversion()),
        (Int64Writer, SampleTimeConversion time) => new TimeRow(column, time.Time),
        _ => new OtherRow(column, field, writer),
    };

    /// <param name="run">Where earlier fields are.</param>
    /// <param name="value">The number as it is stored.</param>
    /// <returns>Whether it is one of the column. If not, nothing has changed.</returns>
    public abstract bool TryAppend(ref LayoutRun run, long value);

    /// <summary>Appends a row without a number.</summary>
    public void AppendNull(ref LayoutRun run) => run.Column(Column).AppendNull();
}
