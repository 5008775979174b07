using System.Buffers;

namespace Ingest.Codec.Documents.Tokens;

/// <summary>
/// A document as a flat list of its values in their order: 16 bytes each, in rented arrays, whatever the format. Built by one of
/// the readers; text stays in the payload where it can. A document of more than twice the values that a payload may have is refused.
/// </summary>
internal ref struct TokenList
{
    private const int TokensFirst = 256;
    private const int BytesFirst = 1_024;

    /// <summary>No document of this many values is too large.</summary>
    private const int TokensMaxLeast = 1 << 16;

    private readonly PayloadLimits _limits;
    private readonly int _tokensMax;
    private Token[] _tokens;
    private byte[] _aside;
    private int _asideCount;
    private int _open;
    private int _depth;

    /// <param name="payload">The document.</param>
    /// <param name="limits">What it may grow to.</param>
    /// <param name="hasBytes">Whether the format has bytes; if not, they are in Base64.</param>
    public TokenList(ReadOnlySpan<byte> payload, PayloadLimits limits, bool hasBytes)
    {
        Payload = payload;
        HasBytes = hasBytes;
        _limits = limits;
        _tokensMax = (int)Math.Clamp(2L * limits.Points, TokensMaxLeast, Array.MaxLength);
        _tokens = ArrayPool<Token>.Shared.Rent(TokensFirst);
        _aside = [];
        _open = -1;
    }

    public ReadOnlySpan<byte> Payload { get; }

    public bool HasBytes { get; }

    /// <summary>Bytes after the document.</summary>
    public int Rest { get; set; }

    public int Count { get; private set; }

    public readonly ref readonly Token this[int token] => ref _tokens.AsSpan(0, Count)[token];

    /// <summary>The token after a value and all that is in it.</summary>
    public readonly int Next(int token) => this[token].Kind is TokenKind.List or TokenKind.Map ? this[token].Low : token + 1;

    /// <summary>The elements of a list, or the members of a map.</summary>
    public readonly int CountIn(int token) => this[token].Kind == TokenKind.Map ? this[token].High / 2 : this[token].High;

    /// <summary>The text (UTF-8) or the bytes of a token.</summary>
    public readonly ReadOnlySpan<byte> Bytes(int token)
    {
        Token of = this[token];
        return of.Aside ? _aside.AsSpan(of.Low, of.High) : Payload.Slice(of.Low, of.High);
    }

    public void Add(TokenKind kind, int offset, long value = 0, TokenMark mark = TokenMark.None) =>
        Append(new Token { Kind = kind, Offset = offset, Value = value, Mark = mark });

    /// <summary>Adds text or bytes that are in the payload.</summary>
    public void AddSlice(TokenKind kind, int offset, int start, int length, TokenMark mark = TokenMark.None) =>
        Add(kind, offset, Token.Halves(start, length), mark);

    /// <summary>Adds text or bytes that <see cref="Aside"/> and <see cref="Keep"/> put beside the payload.</summary>
    public void AddAside(TokenKind kind, int offset, int start, TokenMark mark = TokenMark.None) => Append(new Token
    {
        Kind = kind,
        Offset = offset,
        Value = Token.Halves(start, _asideCount - start),
        Mark = mark,
        Aside = true,
    });

    /// <summary>Where the next bytes beside the payload begin.</summary>
    public readonly int AsideStart => _asideCount;

    /// <summary>The bytes beside the payload from there on.</summary>
    public readonly ReadOnlySpan<byte> AsideFrom(int start) => _aside.AsSpan(start, _asideCount - start);

    /// <summary>Room beside the payload for that many bytes; <see cref="Keep"/> says how many there are.</summary>
    public Span<byte> Aside(int length)
    {
        if (length > _aside.Length - _asideCount)
        {
            byte[] longer = ArrayPool<byte>.Shared.Rent(Math.Max(BytesFirst, checked(_asideCount + Math.Max(length, _asideCount))));
            _aside.AsSpan(0, _asideCount).CopyTo(longer);
            Return(_aside);
            _aside = longer;
        }

        return _aside.AsSpan(_asideCount, length);
    }

    public void Keep(int length) => _asideCount += length;

    /// <summary>Begins a list or a map.</summary>
    public void Open(TokenKind kind, int offset)
    {
        if (++_depth > _limits.Depth)
        {
            throw new PayloadException($"more than {_limits.Depth} objects and lists are within one another", offset);
        }

        Add(kind, offset);

        // Until its end is known, it holds what it is in.
        _tokens[Count - 1].Value = Token.Halves(_open, 0);
        _open = Count - 1;
    }

    /// <summary>Ends the innermost list or map.</summary>
    public void Close()
    {
        ref Token container = ref _tokens[_open];
        _open = container.Low;
        container.Value = Token.Halves(Count, container.High);
        _depth--;
    }

    public void Dispose()
    {
        ArrayPool<Token>.Shared.Return(_tokens);
        Return(_aside);
        (_tokens, _aside, Count) = ([], [], 0);
    }

    private void Append(Token token)
    {
        if (Count == _tokens.Length)
        {
            Grow(token.Offset);
        }

        if (_open >= 0)
        {
            // One more in the container: its higher half counts.
            _tokens[_open].Value += 1L << 32;
        }

        _tokens[Count++] = token;
    }

    private void Grow(int offset)
    {
        if (Count >= _tokensMax)
        {
            throw new PayloadException($"the document has more than {_tokensMax} values", offset);
        }

        Token[] longer = ArrayPool<Token>.Shared.Rent((int)Math.Min(_tokensMax, 2L * Count));
        _tokens.AsSpan(0, Count).CopyTo(longer);
        ArrayPool<Token>.Shared.Return(_tokens);
        _tokens = longer;
    }

    private static void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
