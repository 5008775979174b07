namespace Ingest.Actors.Aws.SecretsManager;

public sealed class GetSecretValueRequest
{
    /// <summary>Its name or its ARN.</summary>
    public string? SecretId { get; set; }

    public string? VersionId { get; set; }

    /// <summary>Null: <c>AWSCURRENT</c>.</summary>
    public string? VersionStage { get; set; }
}

/// <summary>Holds a secret: never to be written anywhere.</summary>
public sealed class GetSecretValueResponse
{
    public string? ARN { get; set; }

    public string? Name { get; set; }

    public string? VersionId { get; set; }

    public List<string>? VersionStages { get; set; }

    public DateTime? CreatedDate { get; set; }

    /// <summary>Null where the secret is bytes.</summary>
    public string? SecretString { get; set; }

    /// <summary>Null where the secret is text.</summary>
    public MemoryStream? SecretBinary { get; set; }
}
