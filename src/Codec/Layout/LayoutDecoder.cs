using Ingest.Codec.Columns;
using Ingest.Codec.Layout.Building;
using Ingest.Codec.Layout.Samples;

namespace Ingest.Codec.Layout;

/// <summary>
/// Reads payloads as a description says (<c>docs/layout.md</c>): a file that names the fields of a binary format and how each is
/// stored. Built once into readers that append to columns; allocates nothing but what the columns grow by.
/// </summary>
public sealed class LayoutDecoder : IPayloadDecoder
{
    /// <summary>The codec's name in the configuration.</summary>
    public const string Name = "layout";

    private const int SlotsMax = 256;

    private readonly Scope _root;
    private readonly int _slots;
    private readonly bool _hasTime;
    private readonly bool _allowsTrailing;
    private readonly PayloadLimits _limits;
    private readonly int _rowsMax;

    private LayoutDecoder(Scope root, LayoutContext context, bool allowsTrailing, string definition, PayloadLimits limits)
    {
        _root = root;
        _slots = context.Slots;
        _hasTime = context.HasTime;
        _allowsTrailing = allowsTrailing;
        _limits = limits;
        Channels = context.Channels;
        _rowsMax = Math.Min(limits.Samples, limits.Points / Channels.Count);
        NeedsRowTime = context.NeedsRowTime || !context.HasTime;
        Definition = definition;
    }

    /// <inheritdoc/>
    public string Codec => Name;

    /// <inheritdoc/>
    public int Version => 1;

    /// <inheritdoc/>
    public string Definition { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Channel> Channels { get; }

    /// <inheritdoc/>
    public bool NeedsRowTime { get; }

    /// <param name="description">The description: JSON in UTF-8, with comments.</param>
    /// <param name="limits">What a payload may grow to.</param>
    /// <exception cref="LayoutException">It describes nothing; the message names line and field.</exception>
    public static LayoutDecoder Parse(ReadOnlySpan<byte> description, PayloadLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        JsonItem file = JsonItem.Parse(description);
        LayoutHead head = LayoutHead.Of(file);
        var context = new LayoutContext { BigEndian = head.BigEndian, Types = head.Types };
        Scope root = new ScopeBuilder(context, null, "").Build(head.Fields);
        if (context.Channels.Count == 0)
        {
            throw new LayoutException(head.Fields.Line, "", "no field becomes a column: those whose names begin with an underscore do not");
        }

        if (context.Slots > SlotsMax)
        {
            throw new LayoutException(head.Fields.Line, "", $"more than {SlotsMax} fields that others refer to");
        }

        string definition = DefinitionHash.Of([file.Canonical()]);
        return new LayoutDecoder(root, context, head.AllowsTrailing, definition, limits);
    }

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, SampleColumns samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (payload.Length > _limits.Bytes)
        {
            throw new PayloadException($"payload has {payload.Length} bytes, expected at most {_limits.Bytes}", _limits.Bytes);
        }

        int before = samples.Count;
        Span<long> slots = stackalloc long[_slots];
        slots.Clear();
        var run = new LayoutRun(payload, slots, samples, _limits, _rowsMax);
        try
        {
            int rows = _root.Run(ref run, 1);
            CompleteTimes(ref run, before + rows);
            if (run.Remaining != 0 && !_allowsTrailing)
            {
                throw new PayloadException($"bytes after the last field: {run.Remaining}, expected none", run.Offset);
            }

            return rows;
        }
        catch
        {
            samples.RollBack(before);
            throw;
        }
    }

    /// <summary>Samples without a time of their own have that of their row.</summary>
    private void CompleteTimes(ref LayoutRun run, int rows)
    {
        FixedColumn<long> time = run.Samples.Time;
        if (time.Count == rows)
        {
            return;
        }

        if (_hasTime)
        {
            throw new PayloadException($"payload has times for {time.Count} of {rows} samples", run.Offset);
        }

        long own = run.RowTime ?? throw new PayloadException("the layout has no time, and the row has none", 0);
        time.AppendUninitialized(rows - time.Count).Fill(own);
    }
}
