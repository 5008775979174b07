using Ingest.Actors.Units;
using Sylvan.Data.Csv;

namespace Ingest.Host.Sampling.Readings;

/// <summary>
/// A CSV file line by line: its first line names the columns. Where every line has one field more than there are names,
/// as R writes data frames, the first field is a row number without a name. Blank lines are passed over.
/// </summary>
internal sealed class CsvLines : IDisposable
{
    private readonly string _file;
    private readonly CsvDataReader _reader;
    private long _nextLine = 1;
    private int _unnamed;
    private bool _begun;

    private CsvLines(string file, CsvDataReader reader)
    {
        _file = file;
        _reader = reader;
    }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The line that was read last, from 1 as editors count.</summary>
    public long Line { get; private set; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="IngestException">It cannot be read or is empty.</exception>
    public static CsvLines Open(string path)
    {
        string file = Path.GetFileName(path);
        try
        {
            // Without headers, so that lines with one field more are seen whole; without comments, so that none is lost.
            var options = new CsvDataReaderOptions { HasHeaders = false, Comment = '\0' };
            var lines = new CsvLines(file, CsvDataReader.Create(new StreamReader(path), options));
            if (!lines.Advance())
            {
                lines.Dispose();
                throw IngestException.Permanent($"{file} is empty: its first line should name the columns.");
            }

            IEnumerable<int> fields = Enumerable.Range(0, lines._reader.RowFieldCount);
            lines.Header = [.. fields.Select(i => lines._reader.GetFieldSpan(i).Trim().ToString())];
            return lines;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw IngestException.Permanent($"{path} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Goes on to the next line.</summary>
    /// <exception cref="IngestException">It is no CSV, or has another number of fields than the header asks for.</exception>
    public bool Read()
    {
        if (!Advance())
        {
            return false;
        }

        int fields = _reader.RowFieldCount;
        if (!_begun)
        {
            _begun = true;
            _unnamed = fields == Header.Count + 1 ? 1 : 0;
        }

        return fields == Header.Count + _unnamed
            ? true
            : throw Fault($"there are {fields} fields, but {Header.Count + _unnamed} are due");
    }

    /// <summary>A field of the line, without its quotes, by the position of its name. Valid until the next line.</summary>
    public ReadOnlySpan<char> Field(int column) => _reader.GetFieldSpan(column + _unnamed);

    /// <summary>A sentence about the line that was read last.</summary>
    public IngestException Fault(string what, Exception? cause = null) =>
        IngestException.Permanent($"{_file} line {Line}: {what}", cause);

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private bool Advance()
    {
        do
        {
            Line = _nextLine;
            try
            {
                if (!_reader.Read())
                {
                    return false;
                }
            }
            catch (Exception failure) when (failure is FormatException or InvalidDataException or CsvRecordTooLargeException)
            {
                throw Fault(failure.Message, failure);
            }

            _nextLine += _reader.GetRawRecordSpan().Count('\n');
        }
        while (_reader.GetRawRecordSpan().Trim("\r\n").IsEmpty);

        return true;
    }
}
