using KamBot.Platform.Tables;
using NodaTime;
using NodaTime.Text;

namespace KamBot.Chat;

/// <summary>
/// How a chat begins: at which time and on which store. A script that names its time begins from nothing, in a store of its
/// own that goes away with it, unless the settings name one.
/// </summary>
internal sealed class ChatScript : IDisposable
{
    private readonly string? _folder;

    private ChatScript(string? firstLine, Instant? start, string? folder)
    {
        FirstLine = firstLine;
        _folder = folder;
        Settings = new Dictionary<string, string?>();
        if (start is { } instant)
            Settings["Development:Clock"] = InstantPattern.ExtendedIso.Format(instant);
        if (folder is not null)
            Settings["Storage:Path"] = Path.Combine(folder, "kambot.db");
    }

    /// <summary>A line that was read to see how the chat begins, and belongs to it.</summary>
    public string? FirstLine { get; }

    public Dictionary<string, string?> Settings { get; }

    /// <summary><c>--clock 2026-03-25T16:40:00</c>, or <c>/clock</c> with a time as a script's first line.</summary>
    public static ChatScript Prepare(ChatTerminal terminal, IConfiguration configuration)
    {
        var firstLine = terminal.IsScript ? terminal.In.ReadLine() : null;
        var word = configuration["clock"] ?? ClockWord.ArgumentOf(firstLine);
        var start = word is null ? null : ClockWord.Absolute(word, ChatUser.Default.Zone);
        if (configuration["clock"] is { } wrong && start is null)
            throw new FormatException($"--clock is a local time like 2026-03-25T16:40:00, not '{wrong}'.");
        var storage = configuration.GetSection(StorageOptions.Section);
        var folder = start is null || storage.GetChildren().Any() ? null : Directory.CreateTempSubdirectory("kambot-chat-").FullName;
        return new ChatScript(firstLine, start, folder);
    }

    /// <summary>Disposed after the store, which is made later: the file is closed by then.</summary>
    public void Dispose()
    {
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
