using Npgsql;

namespace EdgePos.HeadOffice;

/// <summary>Connections to the database that the settings name.</summary>
internal static class PostgresSource
{
    private const int CommandSeconds = 30;
    private const int KeptStatements = 40;

    /// <summary>A pool of connections; what the connection string says goes before what is set here.</summary>
    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static NpgsqlDataSource Of(string database)
    {
        var settings = new NpgsqlConnectionStringBuilder(database);
        Unless(settings, "Application Name", "edgepos-headoffice");
        Unless(settings, "Timeout", 10);
        Unless(settings, "Command Timeout", CommandSeconds);
        Unless(settings, "Keepalive", 10);
        Unless(settings, "Max Auto Prepare", KeptStatements);
        Unless(settings, "Auto Prepare Min Usages", 2);
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }

    /// <summary>Runs a statement; gives the first column of its first row, null where there is none.</summary>
    public static object? Run(this NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command.ExecuteScalar();
    }

    private static void Unless(NpgsqlConnectionStringBuilder settings, string name, object value)
    {
        if (!settings.ShouldSerialize(name))
            settings[name] = value;
    }
}
