namespace KamBot.BotBuilder.Turns;

/// <summary>The names of the invokes that are told apart; any other is answered with 501.</summary>
public static class InvokeNames
{
    public const string AdaptiveCardAction = "adaptiveCard/action";
    public const string Query = "composeExtension/query";
    public const string SelectItem = "composeExtension/selectItem";
    public const string FetchTask = "composeExtension/fetchTask";
    public const string SubmitAction = "composeExtension/submitAction";
    public const string QueryLink = "composeExtension/queryLink";

    /// <summary>A link was pasted by somebody who has not installed the app.</summary>
    public const string AnonymousQueryLink = "composeExtension/anonymousQueryLink";

    public const string TaskFetch = "task/fetch";
    public const string TaskSubmit = "task/submit";
    public const string ConfigFetch = "config/fetch";
    public const string ConfigSubmit = "config/submit";
    public const string MessageSubmitAction = "message/submitAction";
    public const string SigninVerifyState = "signin/verifyState";
    public const string SigninTokenExchange = "signin/tokenExchange";
    public const string SigninFailure = "signin/failure";
    public const string FileConsent = "fileConsent/invoke";
}
