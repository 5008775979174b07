using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ingest.Host.Output;

/// <summary>Writes one JSON object, on one line, to a command's standard output.</summary>
internal static class JsonResult
{
    /// <summary>Text for programs, not for web pages: letters stay letters.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an object whose members the caller writes.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        Drain(json, buffer, output);
        output.WriteLine();
    }

    /// <summary>Writes <c>columns</c> and <c>rows</c>, an array of arrays, row by row.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="table">The result.</param>
    /// <param name="more">Writes further members, once all rows have been read.</param>
    public static void Write(TextWriter output, ResultTable table, Action<Utf8JsonWriter>? more = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        WriteColumns(json, table.Columns);
        json.WriteStartArray("rows");
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            JsonCells.Write(json, row);
            Drain(json, buffer, output);
        }

        json.WriteEndArray();
        more?.Invoke(json);
        json.WriteEndObject();
        Drain(json, buffer, output);
        output.WriteLine();
    }

    public static void WriteColumns(Utf8JsonWriter json, IReadOnlyList<ResultColumn> columns)
    {
        json.WritePropertyName("columns");
        JsonCells.Write(json, columns.Select(column => column.Name));
    }

    private static void Drain(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer, TextWriter output)
    {
        json.Flush();
        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
        buffer.ResetWrittenCount();
    }
}
