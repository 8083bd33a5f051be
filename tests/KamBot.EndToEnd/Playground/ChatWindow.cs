using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using KamBot.Tests.Fakes;
using KamBot.Tests.Processes;
using Microsoft.Playwright;

namespace KamBot.EndToEnd.Playground;

/// <summary>
/// The Microsoft 365 Agents Playground as the program itself starts it, in headless Chromium. A screenshot is kept of each step.
/// </summary>
internal sealed partial class ChatWindow : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(4); // npm installs it the first time

    private readonly DataFolder _data;
    private readonly FakeTeams _unused;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;
    private readonly string _screenshots;
    private readonly DateTime _now;
    private int _steps;

    private ChatWindow(DataFolder data, FakeTeams unused, KamBotProcess app, IPlaywright playwright, IBrowser browser, IPage page, string name, string utc)
    {
        (_data, _unused, App, _playwright, _browser, _page) = (data, unused, app, playwright, browser, page);
        _screenshots = Chromium.Screenshots(name);
        _now = DateTime.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
    }

    public KamBotProcess App { get; }

    /// <param name="utc">The time it is, for the program and for the page.</param>
    /// <param name="name">Of the folder that the screenshots go to.</param>
    /// <param name="settings">The program's, beside those that the test needs.</param>
    public static async Task<ChatWindow> OpenAsync(string utc, string name, params (string Key, string Value)[] settings)
    {
        _ = Chromium.Path;
        var data = new DataFolder();
        await data.SetClockAsync(utc);
        var teams = await FakeTeams.StartAsync();
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        var app = await KamBotProcess.StartAsync(teams, [data.Setting, ("Playground:Start", "true"), ("Playground:Port", port), .. settings]);
        try
        {
            var line = await app.ChatWindow.WaitAsync(LongestStart);
            if (!Address().IsMatch(line))
                throw Chromium.Missing(line);
            var (playwright, browser) = await Chromium.LaunchAsync();
            var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1000 }, Locale = "en-GB", TimezoneId = "Europe/Madrid" });
            await page.Clock.SetFixedTimeAsync(utc);
            await page.GotoAsync($"http://localhost:{port}");
            return new ChatWindow(data, teams, app, playwright, browser, page, name, utc);
        }
        catch
        {
            await app.DisposeAsync();
            await teams.DisposeAsync();
            data.Dispose();
            throw;
        }
    }

    public async Task TypeAsync(string line)
    {
        await _page.GetByRole(AriaRole.Textbox).First.ClickAsync();
        await _page.Keyboard.TypeAsync(line);
        await _page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Searches from the compose box, chooses a result and sends it.</summary>
    public async Task ShareAsync(string words, string result)
    {
        await ExtensionAsync("Search Command");
        await _page.GetByPlaceholder("Enter a search term").FillAsync(words);
        await _page.GetByText(result, new() { Exact = true }).Last.ClickAsync();
        await SeenAsync(_page.Locator(".ac-adaptiveCard", new() { HasText = result }).Last, $"search {words}");
        await _page.Keyboard.PressAsync("Escape");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Send Message" }).ClickAsync();
    }

    /// <summary>Pastes a link of KamBot's and sends it; what becomes of it has these words.</summary>
    public async Task PasteAsync(string url, string words)
    {
        await ExtensionAsync("Link Unfurling");
        await _page.GetByLabel("Enter an URL").FillAsync(url);
        // The page waits for the typing to end by the clock, which stands still otherwise.
        await _page.Clock.SetFixedTimeAsync(_now.AddMinutes(1));
        await SeenAsync(_page.GetByRole(AriaRole.Dialog).Locator(".ac-adaptiveCard", new() { HasText = words }), $"link {words}");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Send to Conversation" }).ClickAsync();
    }

    /// <summary>Starts an action on the message with these words; its dialog, once it is there.</summary>
    public async Task<ILocator> ActAsync(string message, string command)
    {
        await _page.GetByText(message, new() { Exact = true }).Last.HoverAsync();
        await _page.GetByRole(AriaRole.Button, new() { Name = "Show more information" }).Nth(-2).ClickAsync();
        await _page.GetByRole(AriaRole.Menuitem, new() { Name = "Action Command" }).ClickAsync();
        await _page.GetByPlaceholder("Input command id or leave blanks").FillAsync(command);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        return await DialogAsync("Save");
    }

    /// <summary>The dialog's page with these words, once it is there.</summary>
    public async Task<ILocator> DialogAsync(string words)
    {
        var dialog = _page.GetByRole(AriaRole.Dialog).Filter(new() { HasText = words }).Last;
        await SeenAsync(dialog, $"dialog {words}");
        return dialog;
    }

    public Task CloseDialogAsync() => _page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();

    /// <summary>The latest card with these words, once it is there.</summary>
    public async Task<ILocator> CardAsync(string words)
    {
        var card = _page.Locator(".ac-adaptiveCard", new() { HasText = words }).Last;
        await SeenAsync(card, words);
        return card;
    }

    private async Task ExtensionAsync(string kind)
    {
        await _page.GetByRole(AriaRole.Button, new() { Name = "Trigger Message Extension App" }).ClickAsync();
        await _page.GetByRole(AriaRole.Menuitem, new() { Name = kind }).ClickAsync();
    }

    private async Task SeenAsync(ILocator seen, string words)
    {
        await Assertions.Expect(seen).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await _page.ScreenshotAsync(new() { Path = Path.Combine(_screenshots, $"{++_steps:D2} {NoFileName().Replace(words, "-")}.png") });
    }

    public static Task PressAsync(ILocator card, string button) => card.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Picks a day of the month in sight.</summary>
    public async Task PickDayAsync(ILocator input, string day)
    {
        await input.ClickAsync();
        await _page.GetByRole(AriaRole.Gridcell).GetByRole(AriaRole.Button, new() { Name = day }).ClickAsync();
    }

    public async Task PickTimeAsync(ILocator input, string time)
    {
        await input.ClickAsync();
        await _page.GetByRole(AriaRole.Option, new() { Name = time, Exact = true }).ClickAsync();
    }

    public Task GoneAsync(string words) =>
        Assertions.Expect(_page.Locator(".ac-adaptiveCard", new() { HasText = words })).ToHaveCountAsync(0, new() { Timeout = 15_000 });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        await _unused.DisposeAsync();
        _data.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("http://localhost:[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoFileName();
}
