namespace Ingest.Codec.Documents.Tokens;

/// <summary>What a token is, whatever the format.</summary>
internal enum TokenKind : byte
{
    Null,
    False,
    True,

    /// <summary>Of 64 bits with a sign.</summary>
    Integer,

    /// <summary>Of 32 or 16 bits.</summary>
    Single,

    Double,

    /// <summary>A number as decimal text.</summary>
    Number,

    Text,
    Bytes,

    /// <summary>Microseconds since 1970.</summary>
    Time,

    List,

    /// <summary>Names and values in turn.</summary>
    Map,

    /// <summary>What no column can hold: a simple value, an extension, a number of more than 128 bits.</summary>
    Other,
}

/// <summary>What a format says of a value beside the value.</summary>
internal enum TokenMark : byte
{
    None,

    /// <summary>The text is a time (CBOR, tag 0).</summary>
    TimeText,

    /// <summary>The number counts seconds since 1970 (CBOR, tag 1).</summary>
    TimeSeconds,
}

/// <summary>One value, or the begin of a list or a map. A number holds itself; text and bytes say where they are, lists and maps
/// where they end and how much is in them.</summary>
internal struct Token
{
    /// <summary>An integer, the bits of a double, or two halves: for text and bytes start and length, for lists and maps the
    /// token after them and the tokens directly in them.</summary>
    public long Value;

    /// <summary>Bytes from the payload's start.</summary>
    public int Offset;

    public TokenKind Kind;

    public TokenMark Mark;

    /// <summary>Whether text or bytes are not in the payload as they are (escaped, in pieces), but beside it.</summary>
    public bool Aside;

    /// <summary>Whether <see cref="Value"/> says where bytes are, and how many.</summary>
    public readonly bool HasBytes => Kind is TokenKind.Text or TokenKind.Bytes or TokenKind.Number;

    public readonly int Low => (int)Value;

    public readonly int High => (int)(Value >> 32);

    public static long Halves(int low, int high) => ((long)high << 32) | (uint)low;
}
