using KamBot.WorkingDays;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KamBot.Tests.WorkingDays;

public sealed class WorkingDaysRegistrationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_administrators_days_come_from_settings_and_files()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "barcelona.ics"),
            """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260924
            SUMMARY:La Mercè
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20260525
            SUMMARY:Segona Pasqua
            END:VEVENT
            END:VCALENDAR
            """,
            TestContext.Current.CancellationToken);
        using var host = await StartAsync(
            ("IcsFiles:0:Calendar", "Catalunya"),
            ("IcsFiles:0:Path", "barcelona.ics"),
            ("Changes:0:Calendar", "es-ct"),
            ("Changes:0:Date", "2026-05-25"),
            ("Changes:0:Working", "true"),
            ("Changes:0:Name", "Worked this year"));
        var catalonia = host.Services.GetRequiredService<WorkingCalendars>().Get("ES-CT");
        Assert.Equal("La Mercè", catalonia.HolidayOn(Days.Day("24 Sep 2026"))?.Name);
        Assert.True(catalonia.IsWorkingDay(Days.Day("25 May 2026")));
    }

    [Fact]
    public async Task Without_settings_the_law_holds()
    {
        using var host = await StartAsync();
        Assert.False(host.Services.GetRequiredService<WorkingCalendars>().Get("PL").IsWorkingDay(Days.Day("1 May 2026")));
    }

    [Theory]
    [InlineData("WorkingDays:Changes:0:Calendar: there is no calendar 'Atlantis'.", "Changes:0:Calendar", "Atlantis")]
    [InlineData("WorkingDays:Changes:0:Date: '2026-13-24' is no date; write it as 2026-09-24.", "Changes:0:Date", "2026-13-24")]
    [InlineData("WorkingDays:Changes:0:Name is missing; it is the reason shown to people.", "Changes:0:Date", "2026-09-24")]
    [InlineData("WorkingDays:IcsFiles:0:Path: there is no file 'gone.ics'.", "IcsFiles:0:Path", "gone.ics")]
    [InlineData("WorkingDays:IcsFiles:0:Calendar: there is no calendar ''.", "IcsFiles:0:Path", "gone.ics")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string failure, string key, string value)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync((key, value)));
        Assert.Contains(failure, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task An_entry_that_cannot_be_read_is_not_dropped_silently() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(("Changes:0:Working", "perhaps")));

    [Fact]
    public Task A_misspelt_setting_stops_the_start() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(("Changes:0:Wroking", "true")));

    private async Task<IHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = _folder.FullName });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"WorkingDays:{s.Key}", (string?)s.Value)));
        builder.Services.AddWorkingDays();
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }
}
