using System.Diagnostics;
using System.Globalization;

namespace KamBot.Benchmarks.Hosts;

/// <summary>A PostgreSQL cluster of its own in a temporary folder, as it is installed and with its defaults, durable writes included.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Missing = "PostgreSQL is not installed (apt-get install postgresql): what is compared with it is left out.";

    private const string Installed = "/usr/lib/postgresql";

    /// <summary>The server ends when its standard input does, that is also when this program is killed.</summary>
    private const string Script =
        """
        set -e
        folder=$(mktemp -d)
        "$1/initdb" -D "$folder/data" -U bench -A trust -E UTF8 --no-locale > /dev/null
        "$1/postgres" -D "$folder/data" -p "$2" -k "$folder" -c listen_addresses=127.0.0.1 > "$folder/log" 2>&1 &
        server=$!
        until "$1/pg_isready" -q -h 127.0.0.1 -p "$2"; do kill -0 $server; sleep 0.1; done
        echo ready
        cat > /dev/null
        kill -INT $server
        wait $server || true
        rm -rf "$folder"
        """;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly int _port;

    private PostgresServer(Process process, int port) => (_process, _port) = (process, port);

    /// <summary>Where the server's programs are; null when there are none.</summary>
    private static string? Programs => Directory.Exists(Installed)
        ? Directory.EnumerateDirectories(Installed).Select(version => Path.Combine(version, "bin")).Order(StringComparer.Ordinal).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    /// <returns>Null where PostgreSQL is missing.</returns>
    public static async Task<PostgresServer?> TryStartAsync()
    {
        if (Programs is not { } programs)
            return null;
        var port = Ports.Free();
        string[] script = ["sh", "-c", Script, "sh", programs, port.ToString(CultureInfo.InvariantCulture)];
        // The server refuses to run as root.
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. script] : script;
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        using var limit = new CancellationTokenSource(StartLimit);
        if (await process.StandardOutput.ReadLineAsync(limit.Token) != "ready")
            throw new InvalidOperationException("PostgreSQL ended before it had started.");
        return new PostgresServer(process, port);
    }

    public string Npgsql(string database) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=bench;Database={database}");

    public string Uri(string database) => string.Create(CultureInfo.InvariantCulture, $"postgres://bench@127.0.0.1:{_port}/{database}");

    public async Task CreateAsync(string database)
    {
        await using var connection = new Npgsql.NpgsqlConnection(Npgsql("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A name of ours.
        command.CommandText = $"CREATE DATABASE {database}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
