using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Tokens;

namespace Ingest.Codec.Documents.Senml;

/// <summary>What the records of a pack become. Stateless and thread-safe.</summary>
internal interface ISenmlTarget
{
    IReadOnlyList<Channel> Channels { get; }

    /// <summary>What decides the values beside the channels.</summary>
    IEnumerable<string?> Settings { get; }

    /// <summary>Appends all samples of a pack; partly so when it throws.</summary>
    /// <returns>The number of samples.</returns>
    int Append(in TokenList tokens, SampleColumns columns, PayloadLimits limits);
}
