using Microsoft.Extensions.Options;

namespace KamBot.Platform.Tables;

/// <summary>Where KamBot keeps its rows (section "Storage"). At most one of the three is set; none means a SQLite file in the user's data folder.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>A SQLite file. Its folder is made when missing.</summary>
    public string? Path { get; set; }

    /// <summary>Azure Tables with an account key, or <c>UseDevelopmentStorage=true</c> for Azurite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Azure Tables with the identity the program runs under, like <c>https://account.table.core.windows.net</c>.</summary>
    public string? AccountUri { get; set; }

    /// <summary>Reminders go by the Table service's time where this machine's clock differs. Null: everywhere but in Development.</summary>
    public bool? FollowClock { get; set; }

    /// <summary>The file that is used when nothing is set.</summary>
    public static string DefaultPath => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "KamBot", "kambot.db");
}

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        string[] set =
        [
            .. string.IsNullOrWhiteSpace(options.Path) ? [] : (string[])["Storage:Path"],
            .. string.IsNullOrWhiteSpace(options.ConnectionString) ? [] : (string[])["Storage:ConnectionString"],
            .. string.IsNullOrWhiteSpace(options.AccountUri) ? [] : (string[])["Storage:AccountUri"],
        ];
        if (set.Length > 1)
            return ValidateOptionsResult.Fail($"{string.Join(" and ", set)} are both set: KamBot keeps its rows in one place, remove all but one.");
        if (!string.IsNullOrWhiteSpace(options.ConnectionString) && !AzureConnectionString.TryParse(options.ConnectionString, out _, out var error))
            return ValidateOptionsResult.Fail($"Storage:ConnectionString cannot be used. {error}");
        if (!string.IsNullOrWhiteSpace(options.AccountUri) && !(Uri.TryCreate(options.AccountUri, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            return ValidateOptionsResult.Fail("Storage:AccountUri is an https address like https://account.table.core.windows.net: a token is sent over nothing else.");
        return ValidateOptionsResult.Success;
    }
}
