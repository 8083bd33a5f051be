using KamBot.Tests.Architecture;
using Microsoft.Playwright;

namespace KamBot.EndToEnd.Playground;

/// <summary>The browser of this machine. Without it a test is skipped with the reason, except in CI.</summary>
internal static class Chromium
{
    private static readonly string[] Places =
        [Environment.GetEnvironmentVariable("KAMBOT_CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static string Path => Array.Find(Places, File.Exists) ?? throw Missing("Chromium is not installed (KAMBOT_CHROMIUM names another place).");

    public static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync()
    {
        var path = Path;
        var playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return (playwright, browser);
    }

    /// <summary>A folder for a test's pictures, under artifacts/screenshots or where KAMBOT_ARTIFACTS says.</summary>
    public static string Screenshots(string name)
    {
        var folder = System.IO.Path.Combine(Environment.GetEnvironmentVariable("KAMBOT_ARTIFACTS") ?? System.IO.Path.Combine(Repository.Root, "artifacts"), "screenshots", name);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>A reason to skip, except in CI.</summary>
    public static InvalidOperationException Missing(string why)
    {
        if (Environment.GetEnvironmentVariable("CI") is not "true")
            Assert.Skip(why);
        return new InvalidOperationException(why);
    }
}
