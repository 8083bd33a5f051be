using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using KamBot.EndToEnd.Processes;
using KamBot.Tests.Fakes;
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
    private int _steps;

    private ChatWindow(DataFolder data, FakeTeams unused, KamBotProcess app, IPlaywright playwright, IBrowser browser, IPage page)
    {
        (_data, _unused, App, _playwright, _browser, _page) = (data, unused, app, playwright, browser, page);
        _screenshots = Chromium.Screenshots("first-day");
    }

    public KamBotProcess App { get; }

    /// <param name="utc">The time it is, for the program and for the page.</param>
    public static async Task<ChatWindow> OpenAsync(string utc)
    {
        _ = Chromium.Path;
        var data = new DataFolder();
        await data.SetClockAsync(utc);
        var teams = await FakeTeams.StartAsync();
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        var app = await KamBotProcess.StartAsync(teams, data.Setting, ("Playground:Start", "true"), ("Playground:Port", port));
        try
        {
            var line = await app.ChatWindow.WaitAsync(LongestStart);
            if (!Address().IsMatch(line))
                throw Chromium.Missing(line);
            var (playwright, browser) = await Chromium.LaunchAsync();
            var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 1000 }, Locale = "en-GB", TimezoneId = "Europe/Madrid" });
            await page.Clock.SetFixedTimeAsync(utc);
            await page.GotoAsync($"http://localhost:{port}");
            return new ChatWindow(data, teams, app, playwright, browser, page);
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

    /// <summary>The latest card with these words, once it is there.</summary>
    public async Task<ILocator> CardAsync(string words)
    {
        var card = _page.Locator(".ac-adaptiveCard", new() { HasText = words }).Last;
        await Assertions.Expect(card).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await _page.ScreenshotAsync(new() { Path = Path.Combine(_screenshots, $"{++_steps:D2} {NoFileName().Replace(words, "-")}.png") });
        return card;
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
