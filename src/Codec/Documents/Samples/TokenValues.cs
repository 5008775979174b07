using System.Buffers;
using System.Buffers.Text;
using Ingest.Codec.Columns;
using Ingest.Codec.Documents.Tokens;
using Ingest.Codec.Values;

namespace Ingest.Codec.Documents.Samples;

/// <summary>Appends what a token is to one channel's column. Stateless and thread-safe.</summary>
internal sealed class TokenValues(Channel channel, TimeForm time)
{
    private readonly ChannelValues _values = new(channel);
    private readonly ColumnKind _kind = channel.Type.Kind;

    /// <param name="tokens">The document.</param>
    /// <param name="at">The token; negative: there is none, which is null.</param>
    /// <param name="column">The channel's column.</param>
    /// <exception cref="PayloadException">The column cannot hold it.</exception>
    public void Append(in TokenList tokens, int at, ColumnBuffer column)
    {
        if (at < 0 || tokens[at].Kind == TokenKind.Null)
        {
            column.AppendNull();
        }
        else if (_kind == ColumnKind.TimestampMicros)
        {
            ((FixedColumn<long>)column).Append(time.Read(tokens, at, 0));
        }
        else
        {
            AppendValue(tokens, at, column);
        }
    }

    private void AppendValue(in TokenList tokens, int at, ColumnBuffer column)
    {
        Token token = tokens[at];
        switch (token.Kind)
        {
            case TokenKind.False or TokenKind.True:
                _values.Append(column, token.Kind == TokenKind.True, token.Offset);
                break;
            case TokenKind.Integer:
                _values.Append(column, token.Value, token.Offset);
                break;
            case TokenKind.Single:
                _values.Append(column, BitConverter.Int32BitsToSingle((int)token.Value), token.Offset);
                break;
            case TokenKind.Double:
                _values.Append(column, BitConverter.Int64BitsToDouble(token.Value), token.Offset);
                break;
            case TokenKind.Number:
                _values.AppendNumber(column, tokens.Bytes(at), token.Offset);
                break;
            case TokenKind.Text when _kind == ColumnKind.Binary && !tokens.HasBytes:
                AppendBase64(tokens.Bytes(at), column, token.Offset);
                break;
            case TokenKind.Text:
                _values.AppendText(column, tokens.Bytes(at), token.Offset);
                break;
            case TokenKind.Bytes:
                _values.AppendBytes(column, tokens.Bytes(at), token.Offset);
                break;
            default:
                throw new PayloadException(
                    $"the value is {TokenText.Name(token.Kind)}, expected one that {channel.Type} holds", token.Offset);
        }
    }

    /// <summary>In either alphabet, with padding or without.</summary>
    private void AppendBase64(ReadOnlySpan<byte> text, ColumnBuffer column, int offset)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            if (Base64.DecodeFromUtf8(text, bytes, out _, out int count) != OperationStatus.Done
                && Base64Url.DecodeFromUtf8(text, bytes, out _, out count) != OperationStatus.Done)
            {
                throw new PayloadException($"the text of channel {channel.Name} is no Base64", offset);
            }

            _values.AppendBytes(column, bytes.AsSpan(0, count), offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
