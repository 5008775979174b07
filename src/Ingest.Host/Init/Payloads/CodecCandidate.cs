using System.Text.Json.Nodes;

namespace Ingest.Host.Init.Payloads;

/// <summary>How payloads may be decoded.</summary>
/// <param name="Codec">The codec's name.</param>
/// <param name="Members">What else stands under <c>Payload</c>: channels, paths.</param>
/// <param name="Why">Sentences: what was seen, and what has to be said by somebody who knows.</param>
internal sealed record CodecCandidate(string Codec, JsonObject Members, IReadOnlyList<string> Why);
