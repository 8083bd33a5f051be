using System.Text;

namespace KamBot.Chat;

/// <summary>The door of the terminal chat: <c>dotnet run --project src/KamBot -- chat</c>.</summary>
public static class ChatHosting
{
    /// <summary>Before anything reads the settings. Without the word <c>chat</c> it adds nothing.</summary>
    public static WebApplicationBuilder AddChat(this WebApplicationBuilder builder, string[] args)
    {
        if (args is not ["chat", ..])
            return builder;
        if (!builder.Environment.IsDevelopment())
        {
            // Nobody gets in without a token there, the terminal no more than others.
            Console.Error.WriteLine("The terminal chat exists in Development only: set DOTNET_ENVIRONMENT=Development.");
            Environment.Exit(1);
        }

        var terminal = ChatTerminal.OfProcess();
        var script = ChatScript.Prepare(terminal, builder.Configuration);
        builder.Configuration.AddInMemoryCollection(script.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MicrosoftAppId"] = "", // whoever registered the bot on this machine talks to this one all the same
            ["Playground:Start"] = "false",
            ["Sweep:Parallel"] = "1", // a transcript reads the same each time, on a busy machine, too
            ["Bot:Turns:MessageDeadline"] = "00:00:20",
            ["Bot:Turns:InvokeDeadline"] = "00:00:20",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            filter.Rules.Clear();
            filter.MinLevel = LogLevel.Error;
        });
        builder.Services.AddSingleton(terminal).AddSingleton(_ => script).AddSingleton<ChatPaper>().AddHostedService<TerminalChat>();
        return builder;
    }
}

/// <summary>Where lines come from and go to. A script's lines are repeated, so that the output reads like a chat.</summary>
internal sealed record ChatTerminal(TextReader In, TextWriter Out, bool IsScript)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static ChatTerminal OfProcess()
    {
        Console.OutputEncoding = Utf8;
        Console.InputEncoding = Utf8;
        return new ChatTerminal(Console.In, Console.Out, Console.IsInputRedirected);
    }
}
