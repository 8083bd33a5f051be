using Microsoft.Extensions.Options;

namespace KamBot.WorkingDays;

public static class WorkingDaysRegistration
{
    /// <summary>The slice's door: <see cref="WorkingCalendars"/> with the administrator's configured days, checked at start.</summary>
    public static IServiceCollection AddWorkingDays(this IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<WorkingDaysOptions>, WorkingDaysOptionsCheck>();
        services.AddOptions<WorkingDaysOptions>()
            // Otherwise an entry with one misspelt or unreadable value would be dropped as a whole, and silently.
            .BindConfiguration(WorkingDaysOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton(provider => new WorkingCalendars(Configured(
            provider.GetRequiredService<IOptions<WorkingDaysOptions>>().Value,
            provider.GetRequiredService<IHostEnvironment>(),
            provider.GetRequiredService<ILogger<WorkingCalendars>>())));
        return services;
    }

    private static IEnumerable<CalendarChange> Configured(WorkingDaysOptions options, IHostEnvironment environment, ILogger logger)
    {
        // Checked by WorkingDaysOptionsCheck: the calendar is known, nothing is missing. Single days come last, so they win.
        var fromFiles = options.IcsFiles.SelectMany(file => FromFile(file, environment, logger));
        var single = options.Changes.Select(c => new CalendarChange(Atlas.Find(c.Calendar)!, c.Day!.Value, c.Working, c.Name!));
        return [.. fromFiles, .. single];
    }

    private static IReadOnlyList<CalendarChange> FromFile(ConfiguredIcsFile file, IHostEnvironment environment, ILogger logger)
    {
        using var reader = File.OpenText(Path.Combine(environment.ContentRootPath, file.Path!));
        var reading = IcsCalendar.Read(reader, Atlas.Find(file.Calendar)!);
        foreach (var problem in reading.Problems)
            logger.LogWarning("{File}: {Problem}", Path.GetFileName(file.Path), problem);
        logger.LogInformation("{File}: {Count} days off for {Calendar}", Path.GetFileName(file.Path), reading.Changes.Count, file.Calendar);
        return reading.Changes;
    }
}
