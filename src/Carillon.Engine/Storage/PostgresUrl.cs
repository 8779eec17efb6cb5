using Npgsql;

namespace Carillon.Engine.Storage;

/// <summary>Reads addresses of PostgreSQL databases: <c>postgresql://user:password@host:port/database?sslmode=require</c>, or an Npgsql connection string.</summary>
public static class PostgresUrl
{
    /// <summary>The connection's settings. Error details and the password are kept out of what it tells.</summary>
    /// <exception cref="FormatException">It is no such address; the message does not quote it, for it may hold a password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address)
    {
        try
        {
            var builder = address.Contains("://", StringComparison.Ordinal) ? FromUrl(new Uri(address)) : new NpgsqlConnectionStringBuilder(address);
            builder.ApplicationName ??= "carillon";
            builder.PersistSecurityInfo = false;
            builder.IncludeErrorDetail = false;
            return builder;
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            throw new FormatException("It is neither postgresql://user:password@host:port/database nor an Npgsql connection string.", e);
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        if (url.Scheme is not ("postgres" or "postgresql"))
            throw new FormatException("A PostgreSQL address begins with postgresql://.");
        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder { Host = url.IdnHost, Port = url.Port > 0 ? url.Port : 5432, Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) };
        if (user[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (pair, "");
            builder[name is "sslmode" ? "SSL Mode" : name is "application_name" ? "Application Name" : name] = value;
        }
        return builder;
    }
}
