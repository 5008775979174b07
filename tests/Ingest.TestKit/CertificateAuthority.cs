using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Ingest.TestKit;

/// <summary>A certificate authority of the test's own, and the certificates that it issues, as PEM files.</summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>id-kp-serverAuth.</summary>
    public const string ForServers = "1.3.6.1.5.5.7.3.1";

    /// <summary>id-kp-clientAuth.</summary>
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly DateTimeOffset _now;

    public CertificateAuthority(string name, TimeProvider? clock = null)
    {
        _now = (clock ?? TimeProvider.System).GetUtcNow();
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(_now.AddYears(-2), _now.AddYears(10));
    }

    /// <summary>Its own certificate, for those who trust it.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Issues a server's certificate and writes it and its key as PEM.</summary>
    /// <param name="certificateFile">The file for the certificate.</param>
    /// <param name="keyFile">The file for the key.</param>
    /// <param name="name">A DNS name or an address.</param>
    /// <param name="expired">Whether its time is over since a day.</param>
    /// <param name="usage">What it is meant for: <see cref="ForServers"/>, <see cref="ForClients"/>, or null: it does not say.</param>
    public void Issue(string certificateFile, string keyFile, string name, bool expired = false, string? usage = ForServers)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        if (usage is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        }

        using X509Certificate2 certificate = request.Create(
            _certificate, _now.AddYears(-1), expired ? _now.AddDays(-1) : _now.AddYears(1), RandomNumberGenerator.GetBytes(8));
        File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
