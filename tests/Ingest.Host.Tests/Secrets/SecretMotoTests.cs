using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Ingest.Actors.Aws;
using Ingest.Actors.Paging;
using Ingest.TestKit;

namespace Ingest.Host.Tests.Secrets;

/// <summary>Secrets of services that others wrote.</summary>
public sealed class SecretMotoTests
{
    private static AwsSpec Aws => new() { Region = "us-east-1", Endpoint = Moto.Require(), Credentials = new BasicAWSCredentials("test", "test") };

    [SkippableFact]
    public async Task A_parameter_is_decrypted()
    {
        string name = $"/ingest/{Guid.NewGuid():N}";
        using var store = new AmazonSimpleSystemsManagementClient(
            Aws.Credentials, new AmazonSimpleSystemsManagementConfig { ServiceURL = Aws.Endpoint!.AbsoluteUri, AuthenticationRegion = Aws.Region });
        await store.PutParameterAsync(new PutParameterRequest { Name = name, Type = ParameterType.SecureString, Value = "hunter2" });
        string source = $$"""{ "Url": "mysql://u@host/s", "Password": { "Parameter": "{{name}}" } }""";

        Assert.Equal(new SourceLogin(null, "hunter2"), await (await SecretFixture.SpecAsync(source, Aws)).LoginAsync());
        Assert.Equal(
            $"There is no parameter {name}x in region us-east-1: check its name, and Aws.Region.",
            await SecretFixture.RefusalAsync(source.Replace(name, $"{name}x", StringComparison.Ordinal), Aws));
    }

    [SkippableFact]
    public async Task A_secret_is_read_by_its_name_and_by_its_arn()
    {
        var secret = await MotoSecret.CreateAsync("""{ "username": "u", "password": "hunter2", "host": "h.example", "port": 3306, "dbname": "s" }""");

        foreach (string id in new[] { secret.Name, secret.Arn })
        {
            SourceSpec spec = await SecretFixture.SpecAsync($$"""{ "Secret": "{{id}}" }""", Aws);
            Assert.Equal(new SourceLogin("u", "hunter2"), await spec.LoginAsync());
            SourceSpec password = await SecretFixture.SpecAsync($$"""{ "Url": "mysql://x@host/s", "Password": { "Secret": "{{id}}" } }""", Aws);
            Assert.Equal(new SourceLogin(null, "hunter2"), await password.LoginAsync());
        }

        Assert.StartsWith(
            "secretsmanager:GetSecretValue on secret no-such: there is none (ResourceNotFoundException: ",
            await SecretFixture.RefusalAsync("""{ "Secret": "no-such" }""", Aws),
            StringComparison.Ordinal);
    }
}
