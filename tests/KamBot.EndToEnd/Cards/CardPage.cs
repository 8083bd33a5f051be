using System.Text.Json;
using KamBot.EndToEnd.Playground;
using KamBot.Tests.Drivers;
using Microsoft.Playwright;

namespace KamBot.EndToEnd.Cards;

/// <summary>A page of headless Chromium on which the adaptivecards library draws one card after another.</summary>
internal sealed class CardPage : IAsyncDisposable
{
    /// <summary>As narrow as Teams draws a card on a phone, and as wide as in its window.</summary>
    private static readonly int[] Widths = [320, 640];

    /// <summary>Parses and draws the card, and tells everything the library objects to and every text that does not fit.</summary>
    private const string Draw = """
        ({ json, width }) => {
          const place = document.getElementById("place");
          place.style.width = width + "px";
          place.replaceChildren();
          const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
          const card = new AdaptiveCards.AdaptiveCard();
          card.hostConfig = new AdaptiveCards.HostConfig({
            fontFamily: "DejaVu Sans, sans-serif", fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
            actions: { maxActions: 6, actionsOrientation: "horizontal", actionAlignment: "left" },
          });
          card.parse(JSON.parse(json), context);
          const problems = [];
          for (let i = 0; i < context.eventCount; i++) problems.push(context.getEventAt(i).message);
          for (const event of card.validateProperties().validationEvents) problems.push(event.message);
          place.append(card.render());
          for (const element of place.querySelectorAll(".ac-textBlock, .ac-textBlock *, .ac-pushButton, .ac-pushButton *, .ac-fact-title, .ac-fact-value, .ac-columnSet, .ac-input-label"))
            if (element.offsetParent && element.scrollWidth > element.clientWidth + 1)
              problems.push(`"${element.innerText.trim()}" does not fit ${width} pixels`);
          for (const button of place.querySelectorAll(".ac-pushButton"))
            if (button.offsetParent && button.getBoundingClientRect().right > place.getBoundingClientRect().right + 1)
              problems.push(`the button "${button.innerText.trim()}" does not fit ${width} pixels`);
          return problems;
        }
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _page;

    private CardPage(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, _page) = (playwright, browser, page);

    public static async Task<CardPage> OpenAsync()
    {
        var (library, markdown, styles) = await NodePeers.OrSkipAsync(async () => (
            await NodePeers.FileAsync("adaptivecards", "dist", "adaptivecards.min.js"),
            await NodePeers.FileAsync("markdown-it", "dist", "markdown-it.min.js"),
            await NodePeers.FileAsync("adaptivecards", "dist", "adaptivecards.css")));
        var (playwright, browser) = await Chromium.LaunchAsync();
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 700, Height = 1200 } });
        await page.SetContentAsync("""<body style="margin: 8px"><div id="place" style="border: 1px solid silver; border-radius: 6px"></div></body>""");
        await page.AddScriptTagAsync(new() { Path = library });
        await page.AddScriptTagAsync(new() { Path = markdown });
        await page.EvaluateAsync("() => { AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { result.outputHtml = markdownit().render(text); result.didProcess = true; } }");
        await page.AddStyleTagAsync(new() { Path = styles });
        // DejaVu is wider than Teams' Segoe UI: at 12.5 pixels it takes the room that the other takes at 14.
        await page.AddStyleTagAsync(new() { Content = ".ac-pushButton { font: 12.5px DejaVu Sans, sans-serif; white-space: nowrap } .ac-actionSet { flex-wrap: wrap; row-gap: 8px }" });
        return new CardPage(playwright, browser, page);
    }

    /// <summary>What is wrong with a card, at either width.</summary>
    public async Task<IReadOnlyList<string>> ProblemsAsync(SeenCard card)
    {
        var problems = new List<string>();
        foreach (var width in Widths)
        {
            var found = await _page.EvaluateAsync<JsonElement>(Draw, new { json = card.Json.ToJsonString(), width });
            problems.AddRange(found.EnumerateArray().Select(problem => $"{card.Step}: {problem.GetString()}"));
        }

        return problems;
    }

    /// <summary>The card that was drawn last, as a picture.</summary>
    public Task PictureAsync(string path) => _page.Locator("#place").ScreenshotAsync(new() { Path = path });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
