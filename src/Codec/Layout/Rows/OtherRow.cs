using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout.Rows;

/// <summary>Floating-point numbers, words, texts and byte strings.</summary>
internal sealed class OtherRow(int column, FieldPlan field, ColumnWriter writer) : RowWriter(column)
{
    /// <inheritdoc/>
    public override bool TryAppend(ref LayoutRun run, long value)
    {
        if (value == field.Conversion.Null)
        {
            AppendNull(ref run);
            return true;
        }

        Span<long> one = [value];
        long strings = run.StringBytes;
        if (field.Conversion.Convert(ref run, one, default, field.Name, out _) >= 0 || !run.TryAddStringBytes(writer.StringBytes(one[0])))
        {
            return false;
        }

        if (writer.Write(run.Payload, run.Column(Column), one, default) < 0)
        {
            return true;
        }

        run.StringBytes = strings;
        return false;
    }
}
