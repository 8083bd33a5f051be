using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace KamBot.WorkingDays;

/// <summary>The administrator's days, under "WorkingDays".</summary>
public sealed class WorkingDaysOptions
{
    public const string Section = "WorkingDays";

    /// <summary>Days added or removed one by one.</summary>
    public IList<ConfiguredChange> Changes { get; } = [];

    /// <summary>Files of days off. A relative path starts at the program's content root.</summary>
    public IList<ConfiguredIcsFile> IcsFiles { get; } = [];
}

public sealed class ConfiguredChange
{
    /// <summary>A calendar's code or name.</summary>
    public string? Calendar { get; set; }

    /// <summary>"2026-09-24"</summary>
    public string? Date { get; set; }

    /// <summary>True for a day that is worked although the calendar rests.</summary>
    public bool Working { get; set; }

    public string? Name { get; set; }

    internal LocalDate? Day => LocalDatePattern.Iso.Parse(Date ?? "") is { Success: true } parsed ? parsed.Value : null;
}

public sealed class ConfiguredIcsFile
{
    public string? Calendar { get; set; }

    public string? Path { get; set; }
}

internal sealed class WorkingDaysOptionsCheck(IHostEnvironment environment) : IValidateOptions<WorkingDaysOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkingDaysOptions options)
    {
        var wrong = new ValidateOptionsResultBuilder();
        for (var i = 0; i < options.Changes.Count; i++)
        {
            var change = options.Changes[i];
            var key = $"{WorkingDaysOptions.Section}:Changes:{i}";
            CheckCalendar(change.Calendar, key);
            if (change.Day is null) wrong.AddError($"{key}:Date: '{change.Date}' is no date; write it as 2026-09-24.");
            if (string.IsNullOrWhiteSpace(change.Name)) wrong.AddError($"{key}:Name is missing; it is the reason shown to people.");
        }
        for (var i = 0; i < options.IcsFiles.Count; i++)
        {
            var file = options.IcsFiles[i];
            var key = $"{WorkingDaysOptions.Section}:IcsFiles:{i}";
            CheckCalendar(file.Calendar, key);
            if (string.IsNullOrWhiteSpace(file.Path) || !File.Exists(Path.Combine(environment.ContentRootPath, file.Path)))
                wrong.AddError($"{key}:Path: there is no file '{file.Path}'.");
        }
        return wrong.Build();

        void CheckCalendar(string? calendar, string key)
        {
            if (Atlas.Find(calendar) is null) wrong.AddError($"{key}:Calendar: there is no calendar '{calendar}'.");
        }
    }
}
