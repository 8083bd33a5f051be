using System.Diagnostics.CodeAnalysis;

namespace KamBot.Platform.Tables;

/// <summary>A storage account by name and shared key. Source: "Configure Azure Storage connection strings".</summary>
internal sealed record AzureConnectionString(string AccountName, byte[] AccountKey, Uri TableEndpoint)
{
    // The emulator's account and key are public and the same everywhere.
    private const string Emulator =
        "AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "TableEndpoint=http://127.0.0.1:10002/devstoreaccount1";

    public static AzureConnectionString Parse(string text) =>
        TryParse(text, out var parsed, out var error) ? parsed : throw new FormatException(error);

    /// <summary>The error names the missing part and never repeats the text, which holds a key.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AzureConnectionString? parsed, [NotNullWhen(false)] out string? error)
    {
        parsed = null;
        error = null;
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.IndexOf('=', StringComparison.Ordinal) is var at and > 0) parts[part[..at].Trim()] = part[(at + 1)..].Trim();
            else error = "A part of the connection string is not of the form name=value.";
        }

        if (error is not null)
            return false;
        if (parts.TryGetValue("UseDevelopmentStorage", out var emulator) && bool.TryParse(emulator, out var use) && use)
            return TryParse(Emulator, out parsed, out error);

        if (parts.ContainsKey("SharedAccessSignature") || !parts.TryGetValue("AccountName", out var name) || !parts.TryGetValue("AccountKey", out var base64))
            error = "The connection string needs AccountName and AccountKey (a shared access signature is not supported; use Storage:AccountUri with a managed identity).";
        else if (!TryDecode(base64, out var key))
            error = "The AccountKey of the connection string is not base64.";
        else if (!Uri.TryCreate(Endpoint(parts, name), UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
            error = "The TableEndpoint of the connection string is no http(s) address.";
        else
            parsed = new AzureConnectionString(name, key, endpoint);
        return parsed is not null;
    }

    private static string Endpoint(Dictionary<string, string> parts, string account) =>
        parts.GetValueOrDefault("TableEndpoint")
        ?? $"{parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table.{parts.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";

    private static bool TryDecode(string base64, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[base64.Length];
        bytes = Convert.TryFromBase64String(base64, buffer, out var length) && length > 0 ? buffer[..length] : null;
        return bytes is not null;
    }
}
