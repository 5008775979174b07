namespace Ingest.Actors.Aws.Glue;

public sealed class GetDatabaseRequest
{
    public string? Name { get; set; }
}

public sealed class GetDatabaseResponse
{
    public Database? Database { get; set; }
}

public sealed class Database
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? LocationUri { get; set; }
}

public sealed class CreateDatabaseRequest
{
    public DatabaseInput? DatabaseInput { get; set; }
}

public sealed class CreateDatabaseResponse;

public sealed class DatabaseInput
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? LocationUri { get; set; }
}
