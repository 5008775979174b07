using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ingest.Actors.Units;
using MySqlConnector;

namespace Ingest.Actors.Paging;

/// <summary>How connections to one server are encrypted and what its certificate is held against. The driver's own modes of
/// verification accept a server that has expired under a CA file, send the password before they have looked at the certificate,
/// and tell nobody what is wrong with it.</summary>
internal sealed class MySqlTls
{
    private readonly SourceTls? _tls;
    private readonly MySqlUrl _url;
    private readonly X509Certificate2Collection? _trusted;

    private MySqlTls(SourceTls? tls, MySqlUrl url, X509Certificate2Collection? trusted)
    {
        _tls = tls;
        _url = url;
        _trusted = trusted;
    }

    public MySqlSslMode Mode => _tls switch
    {
        null => MySqlSslMode.Preferred,
        SourceTls.Off => MySqlSslMode.None,
        _ => MySqlSslMode.Required,
    };

    /// <exception cref="IngestException">The CA file cannot be read, or has no certificate.</exception>
    public static MySqlTls Of(MySqlUrl url, SourceSpec spec)
    {
        SourceTls? tls = spec.Tls ?? (spec.CaFile is null && IsLoopback(url.Host) ? null : SourceTls.VerifyFull);
        return new MySqlTls(tls, url, spec.CaFile is null ? null : Certificates(spec.CaFile));
    }

    /// <summary>What looks at the certificate of one connection; null where nobody does.</summary>
    public MySqlCertificateCheck? Check() =>
        _tls is SourceTls.VerifyFull or SourceTls.VerifyCa ? new MySqlCertificateCheck(_url, _tls == SourceTls.VerifyFull, _trusted) : null;

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static X509Certificate2Collection Certificates(string file)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw IngestException.Permanent($"Source.CaFile {file} cannot be read: {e.Message}", e);
        }
        catch (CryptographicException e)
        {
            throw IngestException.Permanent($"Source.CaFile {file} has a certificate that is damaged: {Expected}.", e);
        }

        return found.Count > 0 ? found : throw IngestException.Permanent($"Source.CaFile {file} has no certificate: {Expected}.");
    }

    private const string Expected = "a PEM file is expected, with one block -----BEGIN CERTIFICATE----- or more";
}
